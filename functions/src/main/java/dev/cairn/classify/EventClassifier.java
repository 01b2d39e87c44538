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

/** What can be said of one event by itself: which goals it may meet and where its visit would come from. */
final class EventClassifier {
    private static final ReferrerDatabase HOSTS = ReferrerDatabase.bundled();

    private EventClassifier() {}

    /** By which goals an event is tagged. */
    record Tags(int planVersion, Site site) {}

    /**
     * @param position of the event in its delivery
     * @param site as it was when the event was received
     * @param tags the plan version that tags the event, and the site as it says
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
                ChannelClassifier.touch(event, site.ownHosts(), site.paymentHosts(), HOSTS),
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

    /** Engaged time is at most a day and never negative, whatever a sender says. */
    private static long millis(@Nullable Object value) {
        return value instanceof BigDecimal number
                ? number.max(BigDecimal.ZERO)
                        .min(BigDecimal.valueOf(86_400_000))
                        .longValue()
                : 0;
    }
}
