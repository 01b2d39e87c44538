package dev.cairn.plan.parse;

import dev.cairn.plan.document.PlanError;
import java.util.List;

/** Checks a plan document without a store: {@code ./cairn plan check}. */
public final class PlanCheck {
    private PlanCheck() {}

    /** Returns the warnings about a valid document: what it says but probably does not mean. */
    public static List<PlanError> warnings(String source) {
        return PlanWarnings.of(PlanParser.read(source).sites().values());
    }

    /** Returns all errors; empty if the document would be accepted. */
    public static List<PlanError> check(String source) {
        return PlanParser.read(source).faults();
    }
}
