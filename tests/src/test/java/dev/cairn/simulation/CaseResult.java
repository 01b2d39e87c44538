package dev.cairn.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a case.
 *
 * @param cells number of compared cells
 * @param differences cells that differ from the model
 * @param residual events that are not accounted for, see {@link Finished#residual}
 * @param lost acknowledged requests of which not every event is on the stream
 * @param broke the failure that ended the run early; null if there was none
 */
record CaseResult(
        SimulationCase what,
        Tally tally,
        int cells,
        List<String> differences,
        Map<String, Long> residual,
        List<String> lost,
        @Nullable Throwable broke) {

    private static final int MOST_LINES = 20;

    /** Runs the case and compares. */
    static CaseResult of(SimulationCase what) {
        try {
            Finished finished = Simulation.run(what);
            return new CaseResult(
                    what,
                    finished.tally(),
                    finished.cells().size(),
                    finished.differences(),
                    finished.residual(),
                    finished.lost(),
                    null);
        } catch (RuntimeException | StackOverflowError broken) {
            return new CaseResult(what, new Tally(), 0, List.of(), Map.of(), List.of(), broken);
        }
    }

    boolean holds() {
        return broke == null && differences.isEmpty() && residual.isEmpty() && lost.isEmpty();
    }

    /** The differences in one line. */
    String summary() {
        return "seed %d: %d cells, %d differences, residual %s, %d requests lost%s"
                .formatted(
                        what.seed(),
                        cells,
                        differences.size(),
                        residual,
                        lost.size(),
                        broke == null ? "" : ", broken: " + broke);
    }

    /** Everything that helps to find the cause. */
    String report() {
        StringBuilder text = new StringBuilder(summary()).append('\n');
        differences.stream()
                .limit(MOST_LINES)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        lost.stream()
                .limit(MOST_LINES)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("  ").append(what.faults()).append('\n').toString();
    }
}
