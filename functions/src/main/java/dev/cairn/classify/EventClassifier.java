package dev.cairn.classify;

import dev.cairn.domain.channel.ChannelClassifier;
import dev.cairn.domain.channel.ReferrerDatabase;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.ClickId;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.domain.event.PropertyValues;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.StoredEvent.Classification;
import dev.cairn.domain.event.StoredEvent.EventSource;
import dev.cairn.domain.event.StoredEvent.Measures;
import dev.cairn.domain.event.StoredEvent.Payload;
import dev.cairn.domain.event.StoredEvent.Sender;
import dev.cairn.domain.event.StoredEvent.Transaction;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Hashes;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies an event without context: the goals that it may meet and the traffic source that its visit would have. */
final class EventClassifier {
    private static final ReferrerDatabase HOSTS = ReferrerDatabase.bundled();

    private EventClassifier() {}

    /** The plan version and site whose goals tag an event. */
    record Tags(int planVersion, Site site) {}

    /**
     * Classifies one event of a delivery.
     *
     * @param position of the event in its delivery
     * @param site the site as of the time when the event was received
     * @param tags the plan version that tags the event, and the site as defined by it
     */
    static StoredEvent classify(Delivery delivery, int position, Site site, Tags tags, GoalMatcher goals) {
        AcceptedEvent event = delivery.events().get(position);
        return new StoredEvent(
                Hashes.orderKey(event),
                copy(delivery, position),
                new Sender(
                        delivery.server(), delivery.device(), delivery.sender().ads()),
                event.name(),
                payload(event, tags.site(), delivery.sender().ads()),
                classification(event, delivery.server(), site, tags, goals),
                transaction(event.transaction()),
                false);
    }

    private static EventSource copy(Delivery delivery, int position) {
        return new EventSource(
                deliveryHash(delivery),
                position,
                delivery.receivedAt(),
                delivery.events().get(position).identity().content(),
                delivery.events().size());
    }

    private static Payload payload(AcceptedEvent event, Site site, boolean ads) {
        Optional<PageUrl> page = PageUrl.tryParse(event.page().url());
        return new Payload(
                event.props().keySet().stream().sorted().toList(),
                page.map(PageUrl::host).orElse(null),
                page.map(PageUrl::path).orElse(null),
                PropertyValues.of(event.name(), event.props(), site.collect().reportProps()),
                measures(event),
                ads ? ClickId.ofLanding(event).orElse(null) : null);
    }

    private static Classification classification(
            AcceptedEvent event, boolean server, Site site, Tags tags, GoalMatcher goals) {
        return new Classification(
                tags.planVersion(),
                ChannelClassifier.touch(event, site.visits(), HOSTS),
                event.transaction().refund() ? Set.of() : goals.matching(tags.site(), event, server));
    }

    private static Transaction transaction(AcceptedEvent.Transaction sent) {
        OrderHash order = sent.orderId() == null ? null : new OrderHash(Hashes.text(sent.orderId()));
        return new Transaction(sent.value(), order, sent.refund());
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

    /** Clamps engaged time, which the sender may misreport, to between zero and one day. */
    private static long millis(@Nullable Object value) {
        return value instanceof BigDecimal number
                ? number.max(BigDecimal.ZERO)
                        .min(BigDecimal.valueOf(86_400_000))
                        .longValue()
                : 0;
    }
}
