package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link Delivery} as a stream record: one JSON object with a schema version. */
public final class DeliveryCodec {

    /** The schema version of the records that this version writes and reads. */
    public static final int SCHEMA = 1;

    /** The end of the year 9999, in epoch milliseconds. */
    private static final long LAST_TIME = 253_402_300_799_999L;

    /** The collector accepts at most 12 digits before the decimal point and 30 after it, and writes no exponent. */
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,30})?");

    private record Wire(
            int schema,
            String delivery,
            String site,
            long receivedAt,
            int plan,
            String visitor,
            @Nullable String device,
            @Nullable Long deviceMadeAt,
            @Nullable Boolean server,
            @Nullable Boolean ads,
            @Nullable List<WireEvent> events,
            @Nullable List<Rejected> rejected) {}

    private record WireEvent(
            String id,
            String name,
            long at,
            @Nullable Long seq,
            @Nullable Boolean adjusted,
            @Nullable String url,
            @Nullable String referrer,
            @Nullable Map<String, JsonNode> props,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String orderId,
            @Nullable Boolean refund,
            String content,
            @Nullable String exclusion,
            @Nullable String device,
            @Nullable String country,
            @Nullable String click) {}

    private DeliveryCodec() {}

    public static byte[] write(Delivery delivery) {
        return Json.write(new Wire(
                        SCHEMA,
                        delivery.id(),
                        delivery.site(),
                        delivery.receivedAt(),
                        delivery.planVersion(),
                        delivery.visitor().toString(),
                        delivery.device(),
                        delivery.deviceMadeAt(),
                        onlyTrue(delivery.server()),
                        onlyTrue(delivery.ads()),
                        delivery.events().isEmpty()
                                ? null
                                : delivery.events().stream()
                                        .map(DeliveryCodec::wire)
                                        .toList(),
                        delivery.rejected().isEmpty() ? null : delivery.rejected()))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Throws {@link IllegalArgumentException} for a record that no retry can make readable; its message is a reason
     * word.
     */
    public static Delivery read(byte[] data) {
        Wire wire;
        try {
            wire = Json.read(new String(data, StandardCharsets.UTF_8), Wire.class);
        } catch (IllegalArgumentException notReadable) {
            throw new IllegalArgumentException("undecodable");
        }
        if (wire == null || wire.schema > SCHEMA) {
            throw new IllegalArgumentException(wire == null ? "undecodable" : "unknown_schema");
        }
        if (wire.delivery == null || wire.site == null || wire.visitor == null || !isTime(wire.receivedAt)) {
            throw new IllegalArgumentException("undecodable");
        }
        List<Rejected> rejected = wire.rejected == null ? List.of() : wire.rejected;
        if (rejected.stream().anyMatch(each -> each == null || each.reason() == null)) {
            throw new IllegalArgumentException("undecodable");
        }
        VisitorKey visitor =
                VisitorKey.tryParse(wire.visitor).orElseThrow(() -> new IllegalArgumentException("undecodable"));
        List<AcceptedEvent> events = new ArrayList<>();
        for (WireEvent event : wire.events == null ? List.<WireEvent>of() : wire.events) {
            events.add(event(event));
        }
        return new Delivery(
                wire.delivery,
                wire.site,
                wire.receivedAt,
                wire.plan,
                visitor,
                wire.device,
                wire.deviceMadeAt,
                Boolean.TRUE.equals(wire.server),
                Boolean.TRUE.equals(wire.ads),
                List.copyOf(events),
                rejected);
    }

    /** Accepts only years with four digits, because days are ordered as text. */
    private static boolean isTime(long epochMillis) {
        return epochMillis >= 0 && epochMillis <= LAST_TIME;
    }

    private static WireEvent wire(AcceptedEvent event) {
        Map<String, JsonNode> props = new LinkedHashMap<>();
        event.props().forEach((key, value) -> props.put(key, Json.MAPPER.valueToTree(value)));
        return new WireEvent(
                event.id(),
                event.name(),
                event.at(),
                event.seq() == 0 ? null : event.seq(),
                onlyTrue(event.adjusted()),
                event.url(),
                event.referrer(),
                props.isEmpty() ? null : props,
                event.value() == null ? null : event.value().amount().toPlainString(),
                event.value() == null ? null : event.value().currency(),
                event.orderId(),
                onlyTrue(event.refund()),
                Long.toHexString(event.content()),
                event.exclusion() == null ? null : event.exclusion().word(),
                event.device(),
                event.country(),
                event.clickSource());
    }

    private static AcceptedEvent event(WireEvent wire) {
        if (wire == null || wire.id == null || wire.name == null || wire.content == null || !isTime(wire.at)) {
            throw new IllegalArgumentException("undecodable");
        }
        Map<String, Object> props = new LinkedHashMap<>();
        if (wire.props != null) {
            wire.props.forEach((key, value) -> props.put(key, scalar(value)));
        }
        try {
            return new AcceptedEvent(
                    wire.id,
                    wire.name,
                    wire.at,
                    wire.seq == null ? 0 : wire.seq,
                    Boolean.TRUE.equals(wire.adjusted),
                    wire.url,
                    wire.referrer,
                    props,
                    wire.amount == null || wire.currency == null ? null : new Money(amount(wire.amount), wire.currency),
                    wire.orderId,
                    Boolean.TRUE.equals(wire.refund),
                    Long.parseUnsignedLong(wire.content, 16),
                    wire.exclusion == null ? null : ExclusionReason.valueOf(wire.exclusion.toUpperCase(Locale.ROOT)),
                    wire.device,
                    wire.country,
                    wire.click);
        } catch (IllegalArgumentException notOurs) {
            throw new IllegalArgumentException("undecodable");
        }
    }

    /**
     * Rejects exponents: adding a short text with a huge exponent to another number would produce gigabytes of digits.
     */
    private static BigDecimal amount(String plain) {
        if (!AMOUNT.matcher(plain).matches()) {
            throw new IllegalArgumentException("an amount that no collector writes");
        }
        return new BigDecimal(plain);
    }

    private static Object scalar(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
    }

    private static @Nullable Boolean onlyTrue(boolean value) {
        return value ? Boolean.TRUE : null;
    }
}
