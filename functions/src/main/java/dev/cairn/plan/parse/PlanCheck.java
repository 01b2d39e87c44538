package dev.cairn.plan.parse;

import dev.cairn.plan.document.PlanError;
import java.util.List;

/** Checks a plan document without a store: {@code ./cairn plan check}. */
public final class PlanCheck {
    private PlanCheck() {}

    /** Returns what a document that would be accepted probably does not mean. */
    public static List<PlanError> warnings(String source) {
        return PlanWarnings.of(PlanParser.read(source).sites().values());
    }

    /** Returns every error; empty when the document would be accepted. */
    public static List<PlanError> check(String source) {
        return PlanParser.read(source).faults();
    }
}
