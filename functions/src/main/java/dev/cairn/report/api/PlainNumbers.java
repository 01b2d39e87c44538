package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes the numbers of a JSON tree in plain notation, {@code 40000} instead of {@code 4E+4}, unless that takes too
 * many digits.
 */
public final class PlainNumbers {
    private static final int MOST_DIGITS = 40;

    private PlainNumbers() {}

    public static JsonNode in(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode plain = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> plain.set(field.getKey(), in(field.getValue())));
                yield plain;
            }
            case ArrayNode array -> {
                ArrayNode plain = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> plain.add(in(item)));
                yield plain;
            }
            case DecimalNode number -> DecimalNode.valueOf(plain(number.decimalValue()));
            default -> node;
        };
    }

    /** Rounded half up, without trailing zeros and without an exponent. */
    public static BigDecimal rounded(BigDecimal number, int digits) {
        BigDecimal rounded = number.setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.setScale(Math.max(0, rounded.scale()));
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.scale() < 0 && (long) number.precision() - number.scale() <= MOST_DIGITS
                ? number.setScale(0)
                : number;
    }
}
