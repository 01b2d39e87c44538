package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.JsonNodes;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Guesses what was meant by an invalid field. A hint is a sentence or empty; it repeats nothing that was sent. */
final class FaultHints {
    private static final Map<String, String> SYMBOLS = Map.of("€", "EUR", "$", "USD", "£", "GBP");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z_-]{0,31}");

    private FaultHints() {}

    /** For a string field whose value has another type. */
    static String notAString(JsonNode value) {
        return value.isNumber() ? "A number was sent; send it as a string." : "";
    }

    /** For a missing field: a name in the event that is probably a misspelling of it. */
    static String missing(JsonNode event, String field) {
        for (Iterator<String> names = event.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (FieldNames.EVENT.meantBy(name).filter(field::equals).isPresent()) {
                return "Did you mean " + field + " instead of " + name + "?";
            }
        }
        return "";
    }

    static String visitor(JsonNode visitor) {
        return visitor.isTextual() && visitor.textValue().contains("@")
                ? "An email address goes into user."
                : notAString(visitor);
    }

    static String time(JsonNode at, long receivedAt) {
        return at.isTextual() ? TimeUnitGuess.hint(at.textValue(), receivedAt).orElse("") : "";
    }

    static String tooOld(long at, long receivedAt) {
        return TimeUnitGuess.hint(at, receivedAt).orElse("");
    }

    static String amount(JsonNode value, JsonNode amount) {
        if (!value.isObject()) {
            return value.isNumber() || value.isTextual() ? "Send the amount as value.amount." : "";
        }
        return amount.isTextual() && amount.textValue().matches("[0-9]+,[0-9]+")
                ? "Send the amount with a decimal point instead of a comma."
                : "";
    }

    static String currency(JsonNode currency) {
        String text = JsonNodes.text(currency);
        if (text == null) {
            return "";
        }
        String code = SYMBOLS.getOrDefault(text.strip(), text.strip().toUpperCase(Locale.ROOT));
        return AmountParser.isCurrency(code) ? "Did you mean " + code + "?" : "";
    }

    /** Includes the key of the prop only if it is an ordinary word, since a key may be any string. */
    static String pathOfProp(String key) {
        return PLAIN_KEY.matcher(key).matches() ? "props." + key : "props";
    }
}
