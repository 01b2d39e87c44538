package dev.cairn.simulation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cases one after the other until one fails: for whoever wants to know whether something is wrong, not all of it. */
public final class Search {
    private Search() {}

    /**
     * What is wrong in the first case that fails, in one line; empty when none of them does.
     *
     * @param seeds how many cases, from seed 1
     * @param events about how many in each
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

    /** Classes that do not fit each other find nothing wrong; throws {@link IllegalStateException} if that was it. */
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
