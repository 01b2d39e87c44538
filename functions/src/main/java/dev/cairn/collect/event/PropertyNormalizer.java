package dev.cairn.collect.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.scrub.AccountNumberFinder;
import dev.cairn.collect.scrub.PiiScrubber;
import dev.cairn.collect.scrub.Redactor;
import dev.cairn.collect.text.Texts;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts names and properties to the stored form: Unicode-normalized, scrubbed, scalars only. */
record PropertyNormalizer(PiiScrubber scrubber) {
    /** Kept as sent, because goals match it as sent (I5). */
    private static final String SKU = "sku";

    String name(String sent) {
        return scrubber.text(Texts.canonical(sent));
    }

    /** Null values count as absent; if two keys become equal, the first wins. */
    Map<String, Object> read(JsonNode props) {
        Map<String, Object> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> prop : props.properties()) {
            if (!prop.getValue().isNull()) {
                read.putIfAbsent(name(prop.getKey()), value(prop.getKey(), prop.getValue()));
            }
        }
        return read;
    }

    private Object value(String key, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return number(value.decimalValue());
        }
        String text = value.textValue();
        if (key.equals(SKU)) {
            return Redactor.betrays(text) ? Redactor.REDACTED : text;
        }
        return scrubber.text(text);
    }

    /** A payment card number is redacted even when sent as a JSON number. */
    private static Object number(BigDecimal number) {
        return AccountNumberFinder.hasPaymentCard(number.toPlainString()) ? Redactor.REDACTED : number;
    }
}
