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
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored versions of the plan; the current one is cached. A version is parsed and resolved once per process and
 * cached while it is among the most recently used. Thread-safe; a failing store causes an unchecked exception.
 */
public final class PlanRepository {

    /** A version, and when it was saved. */
    public record Version(int number, Instant since) {}

    /** A funnel as it applies to a day, and the plan version that defines it. */
    public record Definition(Funnel funnel, int planVersion) {}

    private record Current(Plan plan, Instant readAt) {}

    /** The number of requests for unknown sites is unlimited, so the reads they force are limited. */
    private static final Duration BETWEEN_FORCED_READS = Duration.ofSeconds(1);

    /** The cache size in characters of the documents: about 1,500 plans of the usual size, or 15 of the largest. */
    private static final long AT_HAND = 32_000_000;

    /** The weight of the default plan's resolved goals, in the same unit. */
    private static final long RESOLVED = 20_000;

    private final PlanStore store;
    private final PlanPublisher writer;
    private final BackfillRules backfills;
    private final Clock clock;
    private final Duration cacheFor;
    private final @Nullable FirstSite firstSite;
    private final LruCache<Integer, Plan> parsed =
            new LruCache<>(AT_HAND, plan -> plan.source().length() + RESOLVED);
    private final FunnelHistory funnels = new FunnelHistory(this::version);
    private final Map<String, EventReach> reaches = new ConcurrentHashMap<>();
    private volatile @Nullable Current current;
    private volatile List<Version> versions = List.of();
    private Instant forcedAt = Instant.MIN;

    /** @param cacheFor how long the current plan is cached */
    public PlanRepository(ItemStore items, Clock clock, Duration cacheFor) {
        this(items, clock, cacheFor, null);
    }

    /** @param firstSite the site that exists before the first plan is saved; null for none */
    public PlanRepository(ItemStore items, Clock clock, Duration cacheFor, @Nullable FirstSite firstSite) {
        this.store = new PlanStore(items);
        this.clock = clock;
        this.cacheFor = cacheFor;
        this.firstSite = firstSite;
        this.writer = new PlanPublisher(store, clock, this::zero);
        this.backfills = new BackfillRules(items, clock, cacheFor);
    }

    /**
     * Returns the current plan. If no plan has been saved, that is version 0: the default plan with the first site, if
     * any.
     */
    public Plan current() {
        Current known = current;
        return known != null && isFresh(known) ? known.plan() : refreshed();
    }

    /**
     * Returns a site of the current plan. If it is unknown, the store is read again before the result is empty, at most
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
     * Returns a version of the plan. Versions never change, so they are cached. Throws {@link NoSuchElementException}
     * if it does not exist.
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

    /** Returns all versions, oldest first. The first is version 0, which applied before the first plan was saved. */
    public List<Version> versions() {
        return versions(current());
    }

    /** Returns which of the site's events may change earlier days, according to all versions. */
    EventReach reach(String site) {
        List<Version> all = versions();
        EventReach known = reaches.getOrDefault(site, EventReach.NOTHING);
        if (known.version() == all.getLast().number()) {
            return known;
        }
        EventReach reach = known;
        for (Version each : all) {
            if (each.number() > reach.version()) {
                reach = reach.and(each.number(), version(each.number()).sites().get(site));
            }
        }
        reaches.put(site, reach);
        return reach;
    }

    /**
     * Returns the funnel as it applies to entry day {@code day}: from the last version with this funnel that was saved
     * on or before that local day, else from the first version with it; or from a later version if the day was
     * backfilled. Empty if the current plan has no such funnel.
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

    /** Returns the rules for tagging past days with later versions (R4). */
    public BackfillRules backfills() {
        return backfills;
    }

    /**
     * Returns the version that tags an event of that day: the one that was current when it was received, or a
     * backfill's if that is later.
     */
    public int taggedBy(String site, LocalDate day, int received) {
        return backfills
                .on(site, day)
                .map(backfill -> Math.max(backfill.planVersion(), received))
                .orElse(received);
    }

    /**
     * Returns the longest retention in any version of the site, in days: data written under an earlier version expires
     * as that version specified.
     */
    public int longestRetention(Site site) {
        return versions().stream()
                .flatMap(each ->
                        Optional.ofNullable(version(each.number()).sites().get(site.id())).stream())
                .mapToInt(Site::retentionDays)
                .reduce(site.retentionDays(), Math::max);
    }

    /**
     * Saves a document as the next version. Saving the current document again creates no new version.
     *
     * @param ifMatch the entity tags that the sender expects, or {@code *}; null yields
     *     {@link PutResult.PreconditionRequired}
     * @param onlySite the only site whose block the sender may change; null when everything may change
     */
    public PutResult put(String source, @Nullable String ifMatch, @Nullable String onlySite) {
        PutResult result = writer.put(source, ifMatch, onlySite);
        if (result instanceof PutResult.Stored stored) {
            remember(stored.plan(), clock.instant());
        }
        return result;
    }

    /** Restores the document of an earlier version as the next version. */
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

    /**
     * Versions only increase, so a read that was in flight when a newer version arrived does not restore the old one.
     */
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
        Plan plan = PlanPublisher.plan(ref.number(), Instant.ofEpochMilli(ref.since()), store.content(ref));
        parsed.put(plan.version(), plan);
        return plan;
    }

    /** Not in the cache of parsed versions: once a plan has been saved, version 0 is read from the store. */
    private Plan zero() {
        Current known = current;
        return known != null && known.plan().version() == 0
                ? known.plan()
                : PlanPublisher.zero(firstSite == null ? PlanStore.DEFAULT_SOURCE : firstSite.source());
    }
}
