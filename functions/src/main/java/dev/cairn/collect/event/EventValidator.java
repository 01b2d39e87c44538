package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.request.EventFault;
import dev.cairn.collect.request.RejectionReason;
import dev.cairn.collect.scrub.AccountNumberFinder;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.collect.text.RequestLimits;
import dev.cairn.collect.text.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Validates an event (docs/api.md) with an ordered list of checks; the first error determines the reason. */
final class EventValidator {
    /** Limits the size of a response; once these errors are fixed, the rest are reported. */
    private static final int MOST_FAULTS = 10;

    @FunctionalInterface
    private interface Check {
        void find(RawEvent sent, Consumer<EventFault> faults);
    }

    private static final List<Check> CHECKS = List.of(
            EventValidator::id,
            EventValidator::name,
            EventValidator::person,
            EventValidator::numbers,
            EventValidator::props,
            EventValidator::value,
            EventValidator::order);

    /** Keys that have a special meaning to JavaScript that may read them later. */
    private static final Set<String> FORBIDDEN_KEYS = Set.of("__proto__", "constructor", "prototype");

    private static final String REFUND = "refund";

    private EventValidator() {}

    /** Returns every error, in the order of the checks. */
    static List<EventFault> faultsOf(RawEvent sent, long receivedAt) {
        if (!sent.event().isObject()) {
            return List.of(EventFault.of(RejectionReason.NOT_AN_OBJECT));
        }
        List<EventFault> faults = new ArrayList<>();
        CHECKS.forEach(check -> check.find(sent, faults::add));
        faults.replaceAll(fault -> fault.reason() == RejectionReason.INVALID_TIME
                ? EventFault.of(RejectionReason.INVALID_TIME, FaultHints.time(sent.field("at"), receivedAt))
                : fault);
        return faults.subList(0, Math.min(MOST_FAULTS, faults.size()));
    }

    static boolean isRefund(RawEvent sent) {
        return REFUND.equals(JsonNodes.text(sent.field("type")));
    }

    private static void id(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode id = sent.field("id");
        if (JsonNodes.absent(id)) {
            faults.accept(EventFault.of(RejectionReason.MISSING_ID, FaultHints.missing(sent.event(), "id")));
        } else if (!id.isTextual() || !Texts.isId(id.textValue())) {
            faults.accept(EventFault.of(RejectionReason.INVALID_ID, FaultHints.notAString(id)));
        }
    }

    private static void name(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode name = sent.field("name");
        if (JsonNodes.absent(name) || (name.isTextual() && name.textValue().isBlank())) {
            faults.accept(EventFault.of(RejectionReason.MISSING_NAME, FaultHints.missing(sent.event(), "name")));
        } else if (!name.isTextual() || Texts.hasInvisible(name.textValue())) {
            faults.accept(EventFault.of(RejectionReason.INVALID_NAME, FaultHints.notAString(name)));
        } else if (Texts.longerThan(name.textValue(), RequestLimits.NAME_CHARACTERS)) {
            faults.accept(EventFault.of(RejectionReason.NAME_TOO_LONG));
        }
    }

    private static void person(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode visitor = sent.visitor();
        if (!JsonNodes.absent(visitor) && !(visitor.isTextual() && Texts.isId(visitor.textValue()))) {
            faults.accept(EventFault.of(RejectionReason.INVALID_VISITOR, FaultHints.visitor(visitor)));
        }
        if (!isReference(sent.user())) {
            faults.accept(EventFault.of(RejectionReason.INVALID_USER, FaultHints.notAString(sent.user())));
        }
    }

    private static void numbers(RawEvent sent, Consumer<EventFault> faults) {
        if (!isInteger(sent.field("at"))) {
            faults.accept(EventFault.of(RejectionReason.INVALID_TIME));
        }
        JsonNode seq = sent.field("seq");
        if (!isInteger(seq) || AccountNumberFinder.isPaymentCard(seq.asText())) {
            faults.accept(EventFault.of(RejectionReason.INVALID_SEQ));
        }
    }

    private static void props(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode props = sent.field("props");
        if (!JsonNodes.absent(props) && !props.isObject()) {
            faults.accept(EventFault.of(RejectionReason.INVALID_PROPS));
            return;
        }
        long present = props.properties().stream()
                .filter(prop -> !prop.getValue().isNull())
                .count();
        if (present > RequestLimits.PROPS_PER_EVENT) {
            faults.accept(EventFault.of(RejectionReason.TOO_MANY_PROPS));
            return;
        }
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            RejectionReason fault = prop(prop.getKey(), prop.getValue());
            if (fault != null) {
                faults.accept(EventFault.of(fault, FaultHints.pathOfProp(prop.getKey()), ""));
            }
        }
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

    private static void value(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode value = sent.field("value");
        if (JsonNodes.absent(value)) {
            return;
        }
        JsonNode amount = JsonNodes.field(value, "amount");
        if (!value.isObject() || AmountParser.tryParse(amount).isEmpty()) {
            String field = value.isObject() ? "value.amount" : "value";
            faults.accept(EventFault.of(RejectionReason.INVALID_VALUE, field, FaultHints.amount(value, amount)));
        }
        JsonNode currency = JsonNodes.field(value, "currency");
        boolean known =
                JsonNodes.absent(currency) || (currency.isTextual() && AmountParser.isCurrency(currency.textValue()));
        if (!known) {
            faults.accept(EventFault.of(RejectionReason.INVALID_CURRENCY, FaultHints.currency(currency)));
        }
    }

    /** Checks {@code order_id} and {@code type}. A refund reduces revenue, so a browser may not report one (D3). */
    private static void order(RawEvent sent, Consumer<EventFault> faults) {
        JsonNode type = sent.field("type");
        JsonNode orderId = sent.field("order_id");
        if (!isReference(orderId)) {
            faults.accept(EventFault.of(RejectionReason.INVALID_ORDER_ID, FaultHints.notAString(orderId)));
        }
        if (JsonNodes.absent(type)) {
            return;
        }
        if (!isRefund(sent)) {
            faults.accept(EventFault.of(RejectionReason.INVALID_TYPE));
            return;
        }
        if (!sent.server()) {
            faults.accept(EventFault.of(RejectionReason.REFUND_NEEDS_SERVER_KEY));
        }
        if (JsonNodes.absent(orderId)) {
            faults.accept(EventFault.of(RejectionReason.REFUND_NEEDS_ORDER_ID));
        }
    }

    /** Absent, or 1 to 256 characters. */
    private static boolean isReference(JsonNode value) {
        return JsonNodes.absent(value)
                || (value.isTextual()
                        && !value.textValue().isEmpty()
                        && !Texts.longerThan(value.textValue(), RequestLimits.REFERENCE_CHARACTERS));
    }

    /** Absent, or an integer; {@code 1.0} counts as one. Its range was checked when the JSON was read. */
    static boolean isInteger(JsonNode value) {
        return JsonNodes.absent(value) || (value.isNumber() && isWhole(value.decimalValue()));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.abs().compareTo(BigDecimal.valueOf(RequestLimits.SAFE_INTEGER)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
