package dev.cairn.report.plan;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.StoredEventMatcher;
import dev.cairn.domain.goal.StoredEventMatcher.Verdict;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.report.api.Parallel;
import dev.cairn.store.EventArchive;
import dev.cairn.store.Hashes;
import dev.cairn.store.UnreadableObjectException;
import dev.cairn.store.codec.DeliveryCodec;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Determines which goals of a draft plan stored events meet. For a goal that has not changed since an event was tagged,
 * it uses the event's tags. Any other goal is evaluated on the stored part of the event and, if that is not sufficient
 * (property values, hosts), on the archived event.
 */
final class PlanPreviewTagger {
    private static final int OBJECTS_AT_ONCE = 16;

    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private record Place(String delivery, int position) {
        static Place of(StoredEvent event) {
            return new Place(event.copy().delivery(), event.copy().position());
        }
    }

    private final Collection<Goal> goals;
    private final SiteGoals siteGoals;
    private final String site;
    private final Map<Place, Set<GoalMatch>> archived = new HashMap<>();
    private long undecided;

    /** @param siteGoals the site's goals by plan version */
    PlanPreviewTagger(Collection<Goal> goals, SiteGoals siteGoals, String site) {
        this.goals = goals;
        this.siteGoals = siteGoals;
        this.site = site;
    }

    /** Looks up undecided events in the archive, newest first. */
    void learn(Collection<StoredEvent> events, EventArchive archive, BooleanSupplier timeLeft) {
        Map<Place, StoredEvent> open = new HashMap<>();
        long oldest = Long.MAX_VALUE;
        for (StoredEvent event : events) {
            if (known(event).isEmpty()) {
                open.put(Place.of(event), event);
                oldest = Math.min(oldest, event.copy().receivedAt());
            }
        }
        if (!open.isEmpty()) {
            // No end: after a clock was set back, records may arrive later than their time of receipt suggests.
            List<String> keys = archive.list(Instant.ofEpochMilli(oldest), END).reversed();
            for (int i = 0; i < keys.size() && timeLeft.getAsBoolean(); i += OBJECTS_AT_ONCE) {
                List<String> some = keys.subList(i, Math.min(keys.size(), i + OBJECTS_AT_ONCE));
                Parallel.all(some, key -> found(archive, key, open.keySet())).forEach(archived::putAll);
            }
        }
        undecided = open.keySet().stream()
                .filter(place -> !archived.containsKey(place))
                .count();
    }

    /** The number of undecided events: those not archived yet, and those not found in the archive in time. */
    long undecided() {
        return undecided;
    }

    private Map<Place, Set<GoalMatch>> found(EventArchive archive, String key, Set<Place> wanted) {
        Map<Place, Set<GoalMatch>> found = new HashMap<>();
        try (Stream<byte[]> records = archive.read(key)) {
            records.forEach(record -> delivery(record).ifPresent(delivery -> {
                String hash = Hashes.text(Hashes.first8Bytes(delivery.id()));
                List<AcceptedEvent> events = delivery.events();
                for (int i = 0; i < events.size(); i++) {
                    if (wanted.contains(new Place(hash, i))) {
                        found.put(new Place(hash, i), Goal.matching(goals, events.get(i), delivery.server()));
                    }
                }
            }));
        } catch (UnreadableObjectException unreadable) {
            // The preview is an estimate, and reports the number of undecided events.
        }
        return found;
    }

    private Optional<Delivery> delivery(byte[] record) {
        try {
            return Optional.of(DeliveryCodec.read(record))
                    .filter(delivery -> delivery.site().equals(site));
        } catch (IllegalArgumentException notADelivery) {
            return Optional.empty();
        }
    }

    /** The event tagged with the draft's goals; an undecided event meets none of the goals in doubt. */
    StoredEvent tagged(StoredEvent event) {
        Set<GoalMatch> matches = event.refund()
                ? Set.of()
                : known(event)
                        .or(() -> Optional.ofNullable(archived.get(Place.of(event))))
                        .orElseGet(() -> certain(event));
        return event.matching(matches);
    }

    private Set<GoalMatch> certain(StoredEvent event) {
        return Goal.matching(goals, event.server(), match -> StoredEventMatcher.verdict(match, event) == Verdict.YES);
    }

    /** Empty when the stored part is not sufficient. */
    private Optional<Set<GoalMatch>> known(StoredEvent event) {
        Set<GoalMatch> matches = new TreeSet<>();
        for (Goal goal : goals) {
            Optional<Set<GoalMatch>> of =
                    isAsTagged(goal, event) ? Optional.of(asTagged(goal, event)) : asked(goal, event);
            if (of.isEmpty()) {
                return Optional.empty();
            }
            matches.addAll(of.get());
        }
        return Optional.of(matches);
    }

    private boolean isAsTagged(Goal goal, StoredEvent event) {
        @Nullable Goal then = siteGoals.goal(event.planVersion(), goal.id()).orElse(null);
        return then != null
                && then.alternatives().equals(goal.alternatives())
                && then.admits(event.server()) == goal.admits(event.server());
    }

    private static Set<GoalMatch> asTagged(Goal goal, StoredEvent event) {
        Set<GoalMatch> matches = new TreeSet<>();
        for (GoalMatch match : event.matches()) {
            if (match.goal().equals(goal.id())) {
                matches.add(match);
            }
        }
        return matches;
    }

    private static Optional<Set<GoalMatch>> asked(Goal goal, StoredEvent event) {
        boolean doubt = goal.admits(event.server())
                && goal.alternatives().stream()
                        .anyMatch(each -> StoredEventMatcher.verdict(each.match(), event) == Verdict.UNKNOWN);
        return doubt
                ? Optional.empty()
                : Optional.of(Goal.matching(
                        List.of(goal),
                        event.server(),
                        match -> StoredEventMatcher.verdict(match, event) == Verdict.YES));
    }
}
