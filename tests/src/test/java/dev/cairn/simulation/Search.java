package dev.cairn.simulation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs cases one after the other until one fails: to find out whether anything is wrong. */
public final class Search {
    private Search() {}

    /**
     * The fault of the first failing case, in one line; empty if none fails.
     *
     * @param seeds number of cases, from seed 1
     * @param events approximate number in each
     */
    public static Optional<String> firstFailing(int seeds, int events) {
        for (long seed = 1; seed <= seeds; seed++) {
            CaseResult verdict = CaseResult.of(SimulationCase.of(seed, events));
            if (!verdict.holds()) {
                refuseUnlinked(verdict.broke());
                return Optional.of(describe(seed, verdict));
            }
        }
        return Optional.empty();
    }

    /** Incompatible classes are not a finding: throws {@link IllegalStateException} in that case. */
    public static void refuseUnlinked(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError) {
                throw new IllegalStateException("the classes do not fit each other", failure);
            }
        }
    }

    private static String describe(long seed, CaseResult verdict) {
        String what = verdict.broke() != null
                ? String.valueOf(verdict.broke().getMessage())
                : !verdict.differences().isEmpty()
                        ? verdict.differences().getFirst()
                        : !verdict.lost().isEmpty() ? verdict.lost().getFirst() : "residual " + verdict.residual();
        return "seed %d: %s".formatted(seed, what);
    }
}
