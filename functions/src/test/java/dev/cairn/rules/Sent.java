package dev.cairn.rules;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.codec.DeliveryCodec;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event on the stream, as the collector would have put it there; what a test does not say is absent. */
final class Sent {
    static final VisitorKey ANNA = new VisitorKey(LinkLevel.DEVICE, "anna");
    static final VisitorKey BOB = new VisitorKey(LinkLevel.USER, "bob");
    static final VisitorKey PASSER_BY = new VisitorKey(LinkLevel.DAILY, "passer-by");

    private final String name;
    private final TestEvents.Accepted event;
    private VisitorKey visitor = ANNA;
    private @Nullable String id;
    private @Nullable String delivery;
    private long at;
    private long receivedAt = -1;
    private long seq;
    private boolean server;
    private int planVersion = 1;
    private @Nullable DeviceHash sentFrom;
    private @Nullable Long deviceMadeAt;

    private Sent(String name) {
        this.name = name;
        this.event = TestEvents.accepted(name);
    }

    static Sent event(String name, String at) {
        Sent sent = new Sent(name);
        sent.at = millis(at);
        sent.event.at(sent.at);
        return sent;
    }

    /** {@code 2026-03-05T10:00Z}, seconds as wanted. */
    static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    Sent by(VisitorKey who) {
        visitor = who;
        return this;
    }

    /** Without this the id is made of all that tells events apart in these tests. */
    Sent id(String text) {
        id = text;
        return this;
    }

    Sent delivery(String text) {
        delivery = text;
        return this;
    }

    Sent received(String time) {
        receivedAt = millis(time);
        return this;
    }

    Sent seq(long number) {
        seq = number;
        event.seq(number);
        return this;
    }

    /** The collector corrected or clamped its time. */
    Sent adjusted() {
        event.adjusted(true);
        return this;
    }

    Sent url(String text) {
        event.url(text);
        return this;
    }

    Sent referrer(String text) {
        event.referrer(text);
        return this;
    }

    Sent prop(String key, Object prop) {
        event.prop(key, prop instanceof Integer number ? BigDecimal.valueOf(number) : prop);
        return this;
    }

    Sent value(String amount) {
        return value(amount, "EUR");
    }

    Sent value(String amount, String currency) {
        event.value(new Money(new BigDecimal(amount), currency));
        return this;
    }

    Sent order(String text) {
        event.order(text);
        return this;
    }

    Sent refund() {
        event.refund(true);
        server = true;
        return this;
    }

    Sent server() {
        server = true;
        return this;
    }

    /** What tells copies with the same id apart (D1). */
    Sent content(long hash) {
        event.content(hash);
        return this;
    }

    Sent planVersion(int version) {
        planVersion = version;
        return this;
    }

    Sent excluded(ExclusionReason reason) {
        event.excluded(reason);
        return this;
    }

    /** Sent with the id of this device, besides the user's (I3). */
    Sent on(VisitorKey ownDevice) {
        sentFrom = new DeviceHash(ownDevice.hash());
        return this;
    }

    Sent device(String kind) {
        event.deviceClass(kind);
        return this;
    }

    boolean isOf(String eventName) {
        return name.equals(eventName);
    }

    VisitorKey visitor() {
        return visitor;
    }

    /** A record of its own. */
    byte[] record(String fallback) {
        return record(fallback, List.of(this));
    }

    /** One record with events of one visitor; what is said of a delivery is the first one's. */
    /** Sent from a device whose id tells that it was made then. */
    Sent madeAt(String time) {
        deviceMadeAt = millis(time);
        return this;
    }

    static byte[] record(String fallback, List<Sent> events) {
        return record(fallback, events, List.of());
    }

    static byte[] record(String fallback, List<Sent> events, List<Delivery.Rejected> rejected) {
        Sent first = events.getFirst();
        return DeliveryCodec.write(new Delivery(
                first.delivery == null ? fallback : first.delivery,
                Shop.SITE,
                first.receivedAt < 0 ? first.at : first.receivedAt,
                first.planVersion,
                first.sender(),
                events.stream().map(Sent::accepted).toList(),
                rejected));
    }

    private AcceptedEvent accepted() {
        return event.id(id == null ? visitor + "-" + name + "-" + at + "-" + seq : id)
                .build();
    }

    private Delivery.Sender sender() {
        return new Delivery.Sender(visitor, sentFrom, deviceMadeAt, server, false);
    }
}
