package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.domain.insight.WilsonInterval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Shares from 0 to 1, rounded to 4 decimals. */
public final class Ratios {
    private static final int DECIMALS = 4;

    private Ratios() {}

    /** JSON null when {@code whole} is 0. */
    public static JsonNode share(long part, long whole) {
        return whole == 0
                ? JsonNodeFactory.instance.nullNode()
                : number(BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_UP));
    }

    /** JSON null when {@code whole} is 0 or {@code part} was not counted. */
    public static JsonNode share(@Nullable Long part, long whole) {
        return part == null ? JsonNodeFactory.instance.nullNode() : share(part.longValue(), whole);
    }

    /** JSON null when the share is unknown. */
    public static JsonNode share(OptionalDouble share) {
        return share.isEmpty() ? JsonNodeFactory.instance.nullNode() : bound(share.getAsDouble());
    }

    /**
     * The 95 % interval of a proportion, {@code [low, high]}, after E. B. Wilson, Probable inference, the law of
     * succession, and statistical inference (1927); JSON null when {@code whole} is 0.
     */
    public static JsonNode wilson(long part, long whole) {
        return wilson(whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / (double) whole), whole);
    }

    /** The same interval around an estimated share of {@code whole}; JSON null when the share is unknown. */
    public static JsonNode wilson(OptionalDouble share, long whole) {
        if (share.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        WilsonInterval interval = WilsonInterval.of(share.getAsDouble() * whole, whole);
        return JsonNodeFactory.instance.arrayNode().add(bound(interval.low())).add(bound(interval.high()));
    }

    /** A number rounded half up to 4 decimals, never with an exponent. */
    public static JsonNode number(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return JsonNodeFactory.instance.numberNode(rounded.setScale(Math.max(0, rounded.scale())));
    }

    private static JsonNode bound(double share) {
        return number(BigDecimal.valueOf(Math.clamp(share, 0, 1)).setScale(DECIMALS, RoundingMode.HALF_UP));
    }

    private static JsonNode number(BigDecimal share) {
        return JsonNodeFactory.instance.numberNode(share.stripTrailingZeros());
    }
}
