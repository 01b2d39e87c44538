package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.request.RejectionReason;
import dev.cairn.collect.scrub.AccountNumberFinder;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates an event (docs/api.md) with an ordered list of checks; the first one that fails gives the reason. */
final class EventValidator {

    @FunctionalInterface
    private interface Check {
        @Nullable
        RejectionReason faultOf(RawEvent sent);
    }

    private static final List<Check> CHECKS = List.of(
            EventValidator::object,
            EventValidator::id,
            EventValidator::name,
            EventValidator::person,
            EventValidator::numbers,
            EventValidator::props,
            EventValidator::value,
            EventValidator::order);

    /** Keys with a special meaning in JavaScript that may read them later. */
    private static final Set<String> FORBIDDEN_KEYS = Set.of("__proto__", "constructor", "prototype");

    private static final String REFUND = "refund";

    private EventValidator() {}

    static Optional<RejectionReason> faultOf(RawEvent sent) {
        for (Check check : CHECKS) {
            RejectionReason fault = check.faultOf(sent);
            if (fault != null) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    static boolean isRefund(RawEvent sent) {
        return REFUND.equals(JsonNodes.text(sent.field("type")));
    }

    private static @Nullable RejectionReason object(RawEvent sent) {
        return sent.event().isObject() ? null : RejectionReason.NOT_AN_OBJECT;
    }

    private static @Nullable RejectionReason id(RawEvent sent) {
        JsonNode id = sent.field("id");
        if (JsonNodes.absent(id)) {
            return RejectionReason.MISSING_ID;
        }
        return id.isTextual() && Texts.isId(id.textValue()) ? null : RejectionReason.INVALID_ID;
    }

    private static @Nullable RejectionReason name(RawEvent sent) {
        JsonNode name = sent.field("name");
        if (JsonNodes.absent(name) || (name.isTextual() && name.textValue().isBlank())) {
            return RejectionReason.MISSING_NAME;
        }
        if (!name.isTextual() || Texts.hasInvisible(name.textValue())) {
            return RejectionReason.INVALID_NAME;
        }
        return Texts.longerThan(name.textValue(), RequestLimits.NAME_CHARACTERS) ? RejectionReason.NAME_TOO_LONG : null;
    }

    private static @Nullable RejectionReason person(RawEvent sent) {
        JsonNode visitor = sent.visitor();
        if (!JsonNodes.absent(visitor) && !(visitor.isTextual() && Texts.isId(visitor.textValue()))) {
            return RejectionReason.INVALID_VISITOR;
        }
        return isReference(sent.user()) ? null : RejectionReason.INVALID_USER;
    }

    private static @Nullable RejectionReason numbers(RawEvent sent) {
        if (!isInteger(sent.field("at"))) {
            return RejectionReason.INVALID_TIME;
        }
        JsonNode seq = sent.field("seq");
        return isInteger(seq) && !AccountNumberFinder.isPaymentCard(seq.asText()) ? null : RejectionReason.INVALID_SEQ;
    }

    private static @Nullable RejectionReason props(RawEvent sent) {
        JsonNode props = sent.field("props");
        if (!JsonNodes.absent(props) && !props.isObject()) {
            return RejectionReason.INVALID_PROPS;
        }
        long present = props.properties().stream()
                .filter(prop -> !prop.getValue().isNull())
                .count();
        if (present > RequestLimits.PROPS_PER_EVENT) {
            return RejectionReason.TOO_MANY_PROPS;
        }
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            RejectionReason fault = prop(prop.getKey(), prop.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable RejectionReason prop(String key, JsonNode value) {
        if (key.isBlank() || Texts.hasInvisible(key)) {
            return RejectionReason.INVALID_PROP_KEY;
        }
        if (Texts.longerThan(key, RequestLimits.NAME_CHARACTERS)) {
            return RejectionReason.PROP_KEY_TOO_LONG;
        }
        if (FORBIDDEN_KEYS.contains(key.toLowerCase(Locale.ROOT))
                || key.startsWith("$")
                || key.contains(".")
                || key.contains("#")) {
            return RejectionReason.FORBIDDEN_PROP_KEY;
        }
        if (value.isContainerNode()) {
            return RejectionReason.NESTED_PROP;
        }
        return value.isTextual() && Texts.longerThan(value.textValue(), RequestLimits.TEXT_CHARACTERS)
                ? RejectionReason.PROP_VALUE_TOO_LONG
                : null;
    }

    private static @Nullable RejectionReason value(RawEvent sent) {
        JsonNode value = sent.field("value");
        if (JsonNodes.absent(value)) {
            return null;
        }
        if (!value.isObject()
                || AmountParser.tryParse(JsonNodes.field(value, "amount")).isEmpty()) {
            return RejectionReason.INVALID_VALUE;
        }
        JsonNode currency = JsonNodes.field(value, "currency");
        boolean known =
                JsonNodes.absent(currency) || (currency.isTextual() && AmountParser.isCurrency(currency.textValue()));
        return known ? null : RejectionReason.INVALID_CURRENCY;
    }

    /** Checks {@code order_id} and {@code type}. A refund takes money away, so a browser may not report one (D3). */
    private static @Nullable RejectionReason order(RawEvent sent) {
        JsonNode type = sent.field("type");
        if (!isReference(sent.field("order_id"))) {
            return RejectionReason.INVALID_ORDER_ID;
        }
        if (JsonNodes.absent(type)) {
            return null;
        }
        if (!isRefund(sent)) {
            return RejectionReason.INVALID_TYPE;
        }
        if (!sent.server()) {
            return RejectionReason.REFUND_NEEDS_SERVER_KEY;
        }
        return JsonNodes.absent(sent.field("order_id")) ? RejectionReason.REFUND_NEEDS_ORDER_ID : null;
    }

    /** Absent, or 1 to 256 characters. */
    private static boolean isReference(JsonNode value) {
        return JsonNodes.absent(value)
                || (value.isTextual()
                        && !value.textValue().isEmpty()
                        && !Texts.longerThan(value.textValue(), RequestLimits.REFERENCE_CHARACTERS));
    }

    /** Absent, or a whole number; {@code 1.0} counts as one. Its range was checked when the JSON was read. */
    static boolean isInteger(JsonNode value) {
        return JsonNodes.absent(value) || (value.isNumber() && isWhole(value.decimalValue()));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.abs().compareTo(BigDecimal.valueOf(RequestLimits.SAFE_INTEGER)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
