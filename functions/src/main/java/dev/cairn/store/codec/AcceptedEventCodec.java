package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Client;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.Money;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Encodes an {@link AcceptedEvent} as a flat JSON object within its delivery. */
final class AcceptedEventCodec {
    private static final int HEXADECIMAL = 16;

    /** The collector accepts at most 12 digits before the decimal point and 30 after it, and writes no exponent. */
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,30})?");

    private AcceptedEventCodec() {}

    static void write(AcceptedEvent event, ObjectNode json) {
        AcceptedEvent.Time time = event.time();
        json.put("id", event.id()).put("name", event.name()).put("at", time.at());
        if (time.seq() != 0) {
            json.put("seq", time.seq());
        }
        putIfTrue(json, "adjusted", time.adjusted());
        putIfPresent(json, "url", event.page().url());
        putIfPresent(json, "referrer", event.page().referrer());
        if (!event.props().isEmpty()) {
            ObjectNode props = json.putObject("props");
            new TreeMap<>(event.props())
                    .forEach((key, value) -> props.set(key, Json.MAPPER.<JsonNode>valueToTree(value)));
        }
        write(event.transaction(), json);
        json.put("content", Long.toHexString(event.identity().content().bits()));
        putIfPresent(
                json,
                "exclusion",
                event.exclusion() == null ? null : event.exclusion().word());
        putIfPresent(json, "device", event.client().deviceClass());
        putIfPresent(json, "country", event.client().country());
        putIfPresent(json, "browser", event.client().browser());
        putIfPresent(json, "click", event.page().clickSource());
    }

    private static void write(AcceptedEvent.Transaction transaction, ObjectNode json) {
        Money value = transaction.value();
        if (value != null) {
            json.put("amount", value.amount().toPlainString()).put("currency", value.currency());
        }
        putIfPresent(json, "order_id", transaction.orderId());
        putIfTrue(json, "refund", transaction.refund());
    }

    static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static void putIfTrue(ObjectNode json, String name, boolean value) {
        if (value) {
            json.put(name, true);
        }
    }

    /** Throws {@link IllegalArgumentException} for an event that no version could have written. */
    static AcceptedEvent read(Fields fields) {
        String exclusion = fields.text("exclusion");
        return new AcceptedEvent(
                new AcceptedEvent.Identity(
                        fields.requiredText("id"),
                        new ContentHash(Long.parseUnsignedLong(fields.requiredText("content"), HEXADECIMAL))),
                fields.requiredText("name"),
                new AcceptedEvent.Time(
                        DeliveryCodec.time(fields, "at"), fields.numberOrZero("seq"), fields.flag("adjusted")),
                new AcceptedEvent.Page(fields.text("url"), fields.text("referrer"), fields.text("click")),
                props(fields),
                new AcceptedEvent.Transaction(value(fields), fields.text("order_id"), fields.flag("refund")),
                new Client(fields.text("device"), fields.text("country"), fields.text("browser")),
                exclusion == null ? null : ExclusionReason.valueOf(exclusion.toUpperCase(Locale.ROOT)));
    }

    private static Map<String, Object> props(Fields fields) {
        Map<String, Object> props = new LinkedHashMap<>();
        fields.objectOrEmpty("props").properties().forEach(each -> props.put(each.getKey(), scalar(each.getValue())));
        return props;
    }

    private static Object scalar(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
    }

    private static @Nullable Money value(Fields fields) {
        String amount = fields.text("amount");
        String currency = fields.text("currency");
        return amount == null || currency == null ? null : new Money(amount(amount), currency);
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
}
