package dev.cairn.plan;

import java.util.List;

/** Says what is wrong with a plan document, without a store: {@code ./cairn plan check}. */
public final class PlanCheck {
    private PlanCheck() {}

    /** Every fault; empty when the document would be accepted. */
    public static List<Fault> check(String source) {
        return PlanReader.read(source).faults();
    }
}
