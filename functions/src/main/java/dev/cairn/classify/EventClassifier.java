package dev.cairn.classify;

import dev.cairn.domain.channel.ChannelClassifier;
import dev.cairn.domain.channel.ReferrerDatabase;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.StoredEvent.EventSource;
import dev.cairn.domain.event.StoredEvent.Measures;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Hashes;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies an event without context: the goals it may meet and the source its visit would have. */
final class EventClassifier {
    private static final ReferrerDatabase HOSTS = ReferrerDatabase.bundled();

    private EventClassifier() {}

    /** The plan version and site whose goals tag an event. */
    record Tags(int planVersion, Site site) {}

    /**
     * Classifies one event of a delivery.
     *
     * @param position of the event in its delivery
     * @param site as it was when the event was received
     * @param tags the plan version that tags the event, and the site as defined by it
     */
    static StoredEvent classify(Delivery delivery, int position, Site site, Tags tags) {
        AcceptedEvent event = delivery.events().get(position);
        return new StoredEvent(
                Hashes.first8Bytes(event.id()),
                new EventSource(
                        deliveryHash(delivery),
                        position,
                        delivery.receivedAt(),
                        event.content(),
                        delivery.events().size()),
                event.at(),
                event.seq(),
                tags.planVersion(),
                delivery.server(),
                event.name(),
                event.props().keySet().stream().sorted().toList(),
                ChannelClassifier.touch(event, site.visits(), HOSTS),
                PageUrl.tryParse(event.url()).map(PageUrl::path).orElse(null),
                event.refund() ? Set.of() : Goal.matching(tags.site().goals().values(), event, delivery.server()),
                event.value(),
                event.orderId() == null ? null : Hashes.text(event.orderId()),
                event.refund(),
                measures(event),
                delivery.device(),
                false);
    }

    static String deliveryHash(Delivery delivery) {
        return Hashes.text(Hashes.first8Bytes(delivery.id()));
    }

    private static Measures measures(AcceptedEvent event) {
        return switch (event.name()) {
            case "engagement" ->
                new Measures(
                        millis(event.props().get("engaged_ms")),
                        number(event.props().get("scroll")),
                        Boolean.TRUE.equals(event.props().get("scrolled")),
                        null);
            case "video_progress", "video_complete" ->
                new Measures(0, null, false, number(event.props().get("percent")));
            default -> Measures.NONE;
        };
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return value instanceof BigDecimal number ? number : null;
    }

    /** Clamps engaged time to between zero and one day, whatever the sender claims. */
    private static long millis(@Nullable Object value) {
        return value instanceof BigDecimal number
                ? number.max(BigDecimal.ZERO)
                        .min(BigDecimal.valueOf(86_400_000))
                        .longValue()
                : 0;
    }
}
