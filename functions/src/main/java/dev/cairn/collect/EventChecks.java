package dev.cairn.collect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event must be like (SPEC section 2), as an ordered list: the first check that fails gives the reason. */
final class EventChecks {

    @FunctionalInterface
    private interface Check {
        @Nullable
        Reason faultOf(SentEvent sent);
    }

    private static final List<Check> CHECKS = List.of(
            EventChecks::object,
            EventChecks::id,
            EventChecks::name,
            EventChecks::person,
            EventChecks::numbers,
            EventChecks::props,
            EventChecks::value,
            EventChecks::order);

    /** Names that mean something to the JavaScript that may read them later. */
    private static final Set<String> FORBIDDEN_KEYS = Set.of("__proto__", "constructor", "prototype");

    private static final String REFUND = "refund";

    private EventChecks() {}

    static Optional<Reason> faultOf(SentEvent sent) {
        for (Check check : CHECKS) {
            Reason fault = check.faultOf(sent);
            if (fault != null) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    static boolean isRefund(SentEvent sent) {
        return REFUND.equals(JsonNodes.text(sent.field("type")));
    }

    private static @Nullable Reason object(SentEvent sent) {
        return sent.event().isObject() ? null : Reason.NOT_AN_OBJECT;
    }

    private static @Nullable Reason id(SentEvent sent) {
        JsonNode id = sent.field("id");
        if (JsonNodes.absent(id)) {
            return Reason.MISSING_ID;
        }
        return id.isTextual() && Texts.isId(id.textValue()) ? null : Reason.INVALID_ID;
    }

    private static @Nullable Reason name(SentEvent sent) {
        JsonNode name = sent.field("name");
        if (JsonNodes.absent(name) || (name.isTextual() && name.textValue().isBlank())) {
            return Reason.MISSING_NAME;
        }
        if (!name.isTextual() || Texts.hasInvisible(name.textValue())) {
            return Reason.INVALID_NAME;
        }
        return Texts.longerThan(name.textValue(), Limits.NAME_CHARACTERS) ? Reason.NAME_TOO_LONG : null;
    }

    private static @Nullable Reason person(SentEvent sent) {
        JsonNode visitor = sent.visitor();
        if (!JsonNodes.absent(visitor) && !(visitor.isTextual() && Texts.isId(visitor.textValue()))) {
            return Reason.INVALID_VISITOR;
        }
        return isReference(sent.user()) ? null : Reason.INVALID_USER;
    }

    private static @Nullable Reason numbers(SentEvent sent) {
        if (!isInteger(sent.field("at"))) {
            return Reason.INVALID_TIME;
        }
        JsonNode seq = sent.field("seq");
        return isInteger(seq) && !AccountNumbers.isPaymentCard(seq.asText()) ? null : Reason.INVALID_SEQ;
    }

    private static @Nullable Reason props(SentEvent sent) {
        JsonNode props = sent.field("props");
        if (!JsonNodes.absent(props) && !props.isObject()) {
            return Reason.INVALID_PROPS;
        }
        long present = props.properties().stream()
                .filter(prop -> !prop.getValue().isNull())
                .count();
        if (present > Limits.PROPS_PER_EVENT) {
            return Reason.TOO_MANY_PROPS;
        }
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            Reason fault = prop(prop.getKey(), prop.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable Reason prop(String key, JsonNode value) {
        if (key.isBlank() || Texts.hasInvisible(key)) {
            return Reason.INVALID_PROP_KEY;
        }
        if (Texts.longerThan(key, Limits.NAME_CHARACTERS)) {
            return Reason.PROP_KEY_TOO_LONG;
        }
        if (FORBIDDEN_KEYS.contains(key.toLowerCase(Locale.ROOT))
                || key.startsWith("$")
                || key.contains(".")
                || key.contains("#")) {
            return Reason.FORBIDDEN_PROP_KEY;
        }
        if (value.isContainerNode()) {
            return Reason.NESTED_PROP;
        }
        return value.isTextual() && Texts.longerThan(value.textValue(), Limits.TEXT_CHARACTERS)
                ? Reason.PROP_VALUE_TOO_LONG
                : null;
    }

    private static @Nullable Reason value(SentEvent sent) {
        JsonNode value = sent.field("value");
        if (JsonNodes.absent(value)) {
            return null;
        }
        if (!value.isObject()
                || Amounts.tryParse(JsonNodes.field(value, "amount")).isEmpty()) {
            return Reason.INVALID_VALUE;
        }
        JsonNode currency = JsonNodes.field(value, "currency");
        boolean known =
                JsonNodes.absent(currency) || (currency.isTextual() && Amounts.isCurrency(currency.textValue()));
        return known ? null : Reason.INVALID_CURRENCY;
    }

    /** {@code order_id} and {@code type}: a refund takes money away, so a browser may not say so (D3). */
    private static @Nullable Reason order(SentEvent sent) {
        JsonNode type = sent.field("type");
        if (!isReference(sent.field("order_id"))) {
            return Reason.INVALID_ORDER_ID;
        }
        if (JsonNodes.absent(type)) {
            return null;
        }
        if (!isRefund(sent)) {
            return Reason.INVALID_TYPE;
        }
        if (!sent.server()) {
            return Reason.REFUND_NEEDS_SERVER_KEY;
        }
        return JsonNodes.absent(sent.field("order_id")) ? Reason.REFUND_NEEDS_ORDER_ID : null;
    }

    /** Absent, or 1 to 256 characters. */
    private static boolean isReference(JsonNode value) {
        return JsonNodes.absent(value)
                || (value.isTextual()
                        && !value.textValue().isEmpty()
                        && !Texts.longerThan(value.textValue(), Limits.REFERENCE_CHARACTERS));
    }

    /** Absent, or a whole number; {@code 1.0} is one. Its range was checked with the JSON. */
    static boolean isInteger(JsonNode value) {
        return JsonNodes.absent(value) || (value.isNumber() && isWhole(value.decimalValue()));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.abs().compareTo(BigDecimal.valueOf(Limits.SAFE_INTEGER)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
