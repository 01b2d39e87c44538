package dev.cairn.classify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.classify.BatchClassifier.ReadableRecord;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MeteredEvent;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.RecentEvent;
import dev.cairn.store.statistic.RecentEvent.Fate;
import dev.cairn.store.statistic.RecentEvent.Outcome;
import dev.cairn.store.work.Quarantine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists a delivery's events for the live view, each with its outcome on the visitor's day. */
final class RecentEvents {
    /** The outcome for an erased visitor's events, which are not shown. */
    static final Fate ERASED = new Fate(Outcome.BOT, ExclusionReason.ERASED.word());

    private static final Fate FULL = new Fate(Outcome.QUARANTINED, "visitor_day_full");
    /** The outcome for events that will be classified a little later. */
    static final Fate DEFERRED = new Fate(Outcome.QUARANTINED, Quarantine.DEFERRED);

    private static final Fate UNPROCESSABLE = new Fate(Outcome.QUARANTINED, "unprocessable");

    private RecentEvents() {}

    /** Identifies a copy within a batch. */
    static String key(StoredEvent.EventSource copy) {
        return key(copy.delivery(), copy.position());
    }

    static String key(String deliveryHash, int position) {
        return deliveryHash + "#" + position;
    }

    /**
     * D1: returns the outcome of a copy on the day to which it was written.
     *
     * @param lost events that count elsewhere, with the copy that counts
     */
    static Fate fate(StoredEvent copy, VisitorDay day, Map<EventHash, StoredEvent.EventSource> lost) {
        StoredEvent kept = day.kept(copy.id()).orElse(null);
        if (kept == null || !day.has(copy)) {
            return FULL;
        }
        StoredEvent.EventSource counting = lost.getOrDefault(copy.id(), kept.copy());
        if (counting.isRedeliveryOf(copy.copy())) {
            return Fate.STORED;
        }
        return counting.content().equals(copy.copy().content()) ? Fate.DUPLICATE : Fate.CONFLICTING;
    }

    /**
     * Returns the most recent events of a delivery, up to the number that is stored.
     *
     * @param fates outcomes of the accepted events, by {@link #key}; an event without one was quarantined with its
     *     record
     */
    static List<RecentEvent> of(ReadableRecord readable, Map<String, Fate> fates) {
        Delivery delivery = readable.delivery();
        String hash = EventClassifier.deliveryHash(delivery);
        List<RecentEvent> events = new ArrayList<>();
        for (int i = beginning(delivery.events()); i < delivery.events().size(); i++) {
            AcceptedEvent event = delivery.events().get(i);
            Fate fate = event.exclusion() == null
                    ? fates.getOrDefault(key(hash, i), UNPROCESSABLE)
                    : new Fate(Outcome.BOT, event.exclusion().word());
            if (!fate.equals(ERASED)) {
                events.add(accepted(event, delivery, readable.site(), fate));
            }
        }
        // Events that were only counted have no content to show.
        List<Delivery.Rejected> refused = delivery.rejected().stream()
                .filter(rejected -> !rejected.payload().isEmpty())
                .toList();
        refused.subList(beginning(refused), refused.size())
                .forEach(rejected -> events.add(rejected(rejected, delivery.receivedAt())));
        return events;
    }

    private static int beginning(List<?> all) {
        return Math.max(0, all.size() - LiveCounters.MOST_RECENT);
    }

    private static RecentEvent accepted(AcceptedEvent event, Delivery delivery, Site site, Fate fate) {
        return new RecentEvent(
                event.at(),
                delivery.receivedAt(),
                event.name(),
                page(event.page().url()),
                delivery.visitor().link().name().toLowerCase(Locale.ROOT),
                fate.outcome() == Outcome.BOT || fate.equals(DEFERRED) ? List.of() : goals(event, site),
                fate);
    }

    /** Returns the goals that the event meets on its own. The aggregation determines goals that depend on the visit. */
    private static List<String> goals(AcceptedEvent event, Site site) {
        MeteredEvent matched = new MeteredEvent(event);
        try {
            return event.transaction().refund()
                    ? List.of()
                    : site.goals().values().stream()
                            .filter(goal -> goal.alternatives().stream()
                                    .anyMatch(way -> way.engagement() == null
                                            && way.match().holds(matched)))
                            .map(Goal::id)
                            .toList();
        } catch (MeteredEvent.TooExpensiveException expensive) {
            return List.of();
        }
    }

    private static RecentEvent rejected(Delivery.Rejected rejected, long receivedAt) {
        Map<String, String> texts = texts(rejected.payload());
        return new RecentEvent(
                null,
                receivedAt,
                texts.get("name"),
                page(texts.get("url")),
                null,
                List.of(),
                new Fate(Outcome.REJECTED, rejected.reason()));
    }

    private static @Nullable String page(@Nullable String url) {
        return PageUrl.tryParse(url).map(PageUrl::path).orElse(null);
    }

    /**
     * Returns the payload's top-level strings. The payload may be truncated anywhere, so it is read as far as possible.
     */
    private static Map<String, String> texts(String payload) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = Json.MAPPER.createParser(payload)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean own = json.getParsingContext().getParent() != null
                        && json.getParsingContext().getParent().inRoot();
                if (own && token == JsonToken.VALUE_STRING && json.currentName() != null) {
                    texts.put(json.currentName(), json.getText());
                }
            }
        } catch (IOException cutOff) {
            return texts;
        }
        return texts;
    }
}
