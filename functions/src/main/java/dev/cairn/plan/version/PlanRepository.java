package dev.cairn.plan.version;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.store.ItemStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan's versions as they are stored, with the current one at hand. A version is read and resolved once a process
 * and kept while it is among the last used. Thread-safe; a store that fails is an unchecked exception.
 */
public final class PlanRepository {

    /** One version and when it was put. */
    public record Version(int number, Instant since) {}

    /** A funnel as it holds for a day, and the plan version that says so. */
    public record Definition(Funnel funnel, int planVersion) {}

    private record Current(Plan plan, Instant readAt) {}

    /** Unknown sites can be asked for as often as anybody likes. */
    private static final Duration BETWEEN_FORCED_READS = Duration.ofSeconds(1);

    /** Characters of the documents: some 1,500 plans of the usual size, or 15 of the largest. */
    private static final long AT_HAND = 32_000_000;

    /** What the default plan's goals weigh once they are resolved, in the same unit. */
    private static final long RESOLVED = 20_000;

    private final PlanStore store;
    private final PlanWriter writer;
    private final BackfillRules backfills;
    private final Clock clock;
    private final Duration cacheFor;
    private final @Nullable FirstSite firstSite;
    private final LruCache<Integer, Plan> parsed =
            new LruCache<>(AT_HAND, plan -> plan.source().length() + RESOLVED);
    private final FunnelHistory funnels = new FunnelHistory(this::version);
    private volatile @Nullable Current current;
    private volatile List<Version> versions = List.of();
    private Instant forcedAt = Instant.MIN;

    /** @param cacheFor how long the current plan may be believed without asking the store */
    public PlanRepository(ItemStore items, Clock clock, Duration cacheFor) {
        this(items, clock, cacheFor, null);
    }

    /** @param firstSite the site that is there before any plan was put; null for none */
    public PlanRepository(ItemStore items, Clock clock, Duration cacheFor, @Nullable FirstSite firstSite) {
        this.store = new PlanStore(items);
        this.clock = clock;
        this.cacheFor = cacheFor;
        this.firstSite = firstSite;
        this.writer = new PlanWriter(store, clock, this::zero);
        this.backfills = new BackfillRules(items, clock, cacheFor);
    }

    /** The plan in force. Version 0, the default plan with the first site if there is one, when none was ever put. */
    public Plan current() {
        Current known = current;
        return known != null && isFresh(known) ? known.plan() : refreshed();
    }

    /**
     * A site of the current plan; when it is unknown the store is asked once more before the answer is empty, at most
     * once a second.
     */
    public Optional<Site> site(String id) {
        Current before = current;
        Site site = current().sites().get(id);
        if (site == null && before == current && mayForce()) {
            site = refreshed().sites().get(id);
        }
        return Optional.ofNullable(site);
    }

    /**
     * A version that was put; versions never change, so they are kept at hand. Throws {@link NoSuchElementException}
     * for one that never was.
     */
    public Plan version(int number) {
        Plan known = parsed.get(number);
        if (known != null) {
            return known;
        }
        PlanStore.Head head = store.head();
        if (head.ref() == null || head.ref().number() == number) {
            Plan plan = plan(head);
            if (plan.version() == number) {
                return plan;
            }
        }
        return plan(store.earlier(number)
                .orElseThrow(() -> new NoSuchElementException("there is no plan version " + number)));
    }

    /** All versions, oldest first. The first one is version 0, in force before any was put. */
    public List<Version> versions() {
        return versions(current());
    }

    /**
     * The funnel as it holds for entry day {@code day}: by the last version put on or before that local day that has
     * it, else by the first version that has it, or by a later one where the day was backfilled. Empty when the current
     * plan has no such funnel.
     */
    public Optional<Definition> funnelOn(String site, String funnel, LocalDate day) {
        Plan now = current();
        Optional<Definition> usual = funnels.on(site, funnel, day, now, versions(now));
        int version = usual.map(each -> taggedBy(site, day, each.planVersion())).orElse(0);
        return usual.isEmpty() || version == usual.get().planVersion()
                ? usual
                : Optional.ofNullable(version(version).sites().get(site))
                        .map(found -> found.funnels().get(funnel))
                        .map(found -> new Definition(found, version))
                        .or(() -> usual);
    }

    /** The rules by which days of the past are tagged by later versions (R4). */
    public BackfillRules backfills() {
        return backfills;
    }

    /**
     * The version that tags an event of that day: the one in force when it was received, or a backfill's where that is
     * later.
     */
    public int taggedBy(String site, LocalDate day, int received) {
        return backfills
                .on(site, day)
                .map(backfill -> Math.max(backfill.planVersion(), received))
                .orElse(received);
    }

    /** For how many days something of the site may be kept: what was written under an earlier version goes when that said. */
    public int longestRetention(Site site) {
        return versions().stream()
                .flatMap(each ->
                        Optional.ofNullable(version(each.number()).sites().get(site.id())).stream())
                .mapToInt(Site::retentionDays)
                .reduce(site.retentionDays(), Math::max);
    }

    /**
     * Puts a document in force as the next version; the document in force once more is no new version.
     *
     * @param ifMatch the entity tags the sender means, or {@code *}; null is {@link PutResult.PreconditionRequired}
     * @param onlySite the one site whose block the sender may change; null when everything may change
     */
    public PutResult put(String source, @Nullable String ifMatch, @Nullable String onlySite) {
        PutResult result = writer.put(source, ifMatch, onlySite);
        if (result instanceof PutResult.Stored stored) {
            remember(stored.plan(), clock.instant());
        }
        return result;
    }

    /** Puts the document of an earlier version in force again, as the next version. */
    public PutResult restore(int number, @Nullable String ifMatch) {
        return put(version(number).source(), ifMatch, null);
    }

    private List<Version> versions(Plan now) {
        List<Version> known = versions;
        if (!known.isEmpty() && known.getLast().number() == now.version()) {
            return known;
        }
        List<Version> all = new ArrayList<>();
        for (PlanStore.Ref ref : store.earlier()) {
            if (ref.number() < now.version()) {
                all.add(new Version(ref.number(), Instant.ofEpochMilli(ref.since())));
            }
        }
        all.add(new Version(now.version(), now.since()));
        versions = List.copyOf(all);
        return versions;
    }

    private synchronized Plan refreshed() {
        Instant readAt = clock.instant();
        return remember(plan(store.head()), readAt);
    }

    /** Versions only go up, so an answer that was under way while another came in does not bring the old one back. */
    private synchronized Plan remember(Plan plan, Instant readAt) {
        Current known = current;
        Plan newest = known != null && known.plan().version() > plan.version() ? known.plan() : plan;
        parsed.put(newest.version(), newest);
        current = new Current(newest, readAt);
        return newest;
    }

    private boolean isFresh(Current known) {
        Instant now = clock.instant();
        return !now.isBefore(known.readAt()) && now.isBefore(known.readAt().plus(cacheFor));
    }

    private synchronized boolean mayForce() {
        Instant now = clock.instant();
        boolean may = now.isBefore(forcedAt)
                || forcedAt.equals(Instant.MIN)
                || !now.isBefore(forcedAt.plus(BETWEEN_FORCED_READS));
        forcedAt = may ? now : forcedAt;
        return may;
    }

    private Plan plan(PlanStore.Head head) {
        return head.ref() == null ? zero() : plan(head.ref());
    }

    private Plan plan(PlanStore.Ref ref) {
        Plan known = parsed.get(ref.number());
        if (known != null) {
            return known;
        }
        Plan plan = PlanWriter.plan(ref.number(), Instant.ofEpochMilli(ref.since()), store.content(ref));
        parsed.put(plan.version(), plan);
        return plan;
    }

    /** Not among the parsed ones: once a plan was put, version 0 is what is stored. */
    private Plan zero() {
        Current known = current;
        return known != null && known.plan().version() == 0
                ? known.plan()
                : PlanWriter.zero(firstSite == null ? PlanStore.DEFAULT_SOURCE : firstSite.source());
    }
}
