package dev.cairn.report.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** Shares from 0 to 1, rounded to 4 decimals. */
public final class Ratios {
    private static final int DECIMALS = 4;

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959964;

    private Ratios() {}

    /** JSON null when {@code whole} is 0. */
    public static JsonNode share(long part, long whole) {
        return whole == 0
                ? JsonNodeFactory.instance.nullNode()
                : number(BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.HALF_UP));
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
        if (whole == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        double n = whole;
        double p = part / n;
        double centre = p + Z * Z / (2 * n);
        double margin = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return JsonNodeFactory.instance
                .arrayNode()
                .add(bound((centre - margin) / scale))
                .add(bound((centre + margin) / scale));
    }

    private static JsonNode bound(double share) {
        return number(BigDecimal.valueOf(Math.clamp(share, 0, 1)).setScale(DECIMALS, RoundingMode.HALF_UP));
    }

    private static JsonNode number(BigDecimal share) {
        return JsonNodeFactory.instance.numberNode(share.stripTrailingZeros());
    }
}
