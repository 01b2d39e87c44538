package dev.cairn.plan.version;

import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.store.OptimisticRetry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes a document: checks it, stores everything it needs, and moves the head last. */
final class PlanPublisher {
    private static final int MAX_ATTEMPTS = 5;

    private static final List<PlanError> UNFIT = List.of(new PlanError(
            "", "cannot be merged into the plan, which would be larger than 2 MiB or refer to a removed goal"));

    /** The state before publishing. */
    private record Before(PlanStore.Head head, PlanStore.@Nullable Ref ref, int number, String etag) {}

    private final PlanStore store;
    private final Clock clock;
    private final Supplier<Plan> zero;

    /** @param zero the plan before the first version was saved */
    PlanPublisher(PlanStore store, Clock clock, Supplier<Plan> zero) {
        this.store = store;
        this.clock = clock;
        this.zero = zero;
    }

    PutResult put(String source, @Nullable String ifMatch, @Nullable String onlySite) {
        for (OptimisticRetry tries = OptimisticRetry.over("the plan", MAX_ATTEMPTS); ; tries.tryAgain()) {
            Before before = before();
            if (ifMatch == null) {
                return new PutResult.PreconditionRequired(before.etag());
            }
            if (!matches(ifMatch, before.etag())) {
                return new PutResult.PreconditionFailed(before.etag());
            }
            PutResult result = put(source, onlySite, before);
            if (result != null) {
                return result;
            }
        }
    }

    /** Returns null if another writer won. */
    private @Nullable PutResult put(String source, @Nullable String onlySite, Before before) {
        PlanStore.Content inForce = content(before);
        return onlySite == null
                ? put(source, PlanParser.read(source), inForce, before, null)
                : putBlock(source, onlySite, inForce, before);
    }

    /** Reports only errors in the sender's own block: the sender can neither see nor fix the other sites' blocks. */
    private @Nullable PutResult putBlock(String source, String site, PlanStore.Content inForce, Before before) {
        PlanParser.Reading own = PlanParser.readOf(site, source);
        if (!own.faults().isEmpty()) {
            return new PutResult.Faulty(own.faults());
        }
        Optional<String> elsewhere = SiteDocument.outside(site, inForce.source(), source);
        if (elsewhere.isPresent()) {
            return new PutResult.Forbidden(elsewhere.get());
        }
        String whole = SiteDocument.merged(inForce.source(), site, source);
        PlanParser.Reading reading = PlanParser.readStored(whole);
        return reading.faults().isEmpty() ? put(whole, reading, inForce, before, site) : new PutResult.Faulty(UNFIT);
    }

    private @Nullable PutResult put(
            String source, PlanParser.Reading reading, PlanStore.Content inForce, Before before, @Nullable String by) {
        if (!reading.faults().isEmpty()) {
            return new PutResult.Faulty(reading.faults());
        }
        if (inForce.source().equals(source)) {
            Instant since = before.ref() == null
                    ? Instant.EPOCH
                    : Instant.ofEpochMilli(before.ref().since());
            return new PutResult.Stored(plan(before.number(), since, inForce, reading), before.etag(), false);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<PutResult> tooMany = VersionLimits.exceeded(store, before.ref(), by, now);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        PlanStore.Content next = new PlanStore.Content(source, histories(inForce.zones(), reading, now));
        PlanStore.Ref replaced = before.ref() == null ? store.write(0, Instant.EPOCH, inForce, null) : before.ref();
        PlanStore.Ref ref = store.write(before.number() + 1, now, next, by);
        return isInForce(ref, before, replaced)
                ? new PutResult.Stored(plan(ref.number(), now, next, reading), ref.etag(), true)
                : null;
    }

    /** A write whose response was lost may have succeeded; the head shows whether it did. */
    private boolean isInForce(PlanStore.Ref ref, Before before, PlanStore.Ref replaced) {
        try {
            return store.moveTo(ref, before.head(), replaced)
                    || ref.equals(store.head().ref());
        } catch (RuntimeException answerLost) {
            if (ref.equals(store.head().ref())) {
                return true;
            }
            throw answerLost;
        }
    }

    private Before before() {
        PlanStore.Head head = store.head();
        PlanStore.Ref ref = head.ref();
        return ref == null
                ? new Before(head, null, 0, zero.get().etag())
                : new Before(head, ref, ref.number(), ref.etag());
    }

    private PlanStore.Content content(Before before) {
        if (before.ref() != null) {
            return store.content(before.ref());
        }
        Plan plan = zero.get();
        Map<String, TimeZoneHistory> zones = new TreeMap<>();
        plan.sites().forEach((id, site) -> zones.put(id, site.zones()));
        return new PlanStore.Content(plan.source(), zones);
    }

    /**
     * Returns the time zones of all sites that have ever existed: a removed site keeps its history in case it is added
     * again (T3).
     */
    private static Map<String, TimeZoneHistory> histories(
            Map<String, TimeZoneHistory> before, PlanParser.Reading reading, Instant now) {
        Map<String, TimeZoneHistory> histories = new TreeMap<>(before);
        reading.sites()
                .forEach((id, site) ->
                        histories.merge(id, site.zones(), (history, wanted) -> history.change(wanted.current(), now)));
        return histories;
    }

    static Plan zero(String source) {
        return plan(0, Instant.EPOCH, new PlanStore.Content(source, Map.of()));
    }

    static Plan plan(int number, Instant since, PlanStore.Content content) {
        PlanParser.Reading reading = PlanParser.readStored(content.source());
        if (!reading.faults().isEmpty()) {
            throw new IllegalStateException("plan version " + number + " cannot be used: " + reading.faults());
        }
        return plan(number, since, content, reading);
    }

    private static Plan plan(int number, Instant since, PlanStore.Content content, PlanParser.Reading reading) {
        Map<String, Site> sites = new LinkedHashMap<>();
        reading.sites()
                .forEach((id, site) ->
                        sites.put(id, site.withZones(content.zones().getOrDefault(id, site.zones()))));
        return new Plan(number, since, content.source(), java.util.Collections.unmodifiableMap(sites));
    }

    /** RFC 9110, 13.1.1. Quotes are optional, because they may be lost in transit. */
    static boolean matches(String ifMatch, String etag) {
        List<String> wanted =
                Arrays.stream(ifMatch.split(",")).map(String::strip).toList();
        return wanted.contains("*") || wanted.contains(etag) || wanted.contains(etag.replace("\"", ""));
    }
}
