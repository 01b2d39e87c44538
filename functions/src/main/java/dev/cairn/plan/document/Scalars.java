package dev.cairn.plan.document;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads single values of a document. An invalid value is reported as an error and read as null. */
public final class Scalars {
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_DIGITS = 15;

    private Scalars() {}

    public static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == Node.Type.NOTHING;
    }

    public static @Nullable String text(@Nullable Node node, String path, PlanErrors faults) {
        if (node instanceof Node.Scalar scalar
                && scalar.type() == Node.Type.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        if (node instanceof Node.Scalar scalar
                && (scalar.type() == Node.Type.NUMBER || scalar.type() == Node.Type.BOOLEAN)) {
            faults.add(path, "must be a string, not " + node.described() + "; put it in quotes");
        } else if (node != null) {
            faults.add(path, "must be a string, not " + node.described());
        }
        return null;
    }

    /** Reads a decimal with at most 15 digits before and 6 after the decimal point. */
    public static @Nullable BigDecimal number(Node node, String path, PlanErrors faults) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() != Node.Type.NUMBER) {
            faults.add(path, "must be a number, not " + node.described());
            return null;
        }
        return decimal(new BigDecimal(scalar.text()), path, faults);
    }

    public static @Nullable BigDecimal decimal(BigDecimal number, String path, PlanErrors faults) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number;
        if (plain.precision() - plain.scale() > MAX_DIGITS || plain.scale() > MAX_DECIMALS) {
            faults.add(
                    path,
                    "must have at most " + MAX_DIGITS + " digits before and " + MAX_DECIMALS
                            + " after the decimal point");
            return null;
        }
        return plain;
    }
}
