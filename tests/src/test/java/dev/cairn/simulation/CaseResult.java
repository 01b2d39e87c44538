package dev.cairn.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a case came to.
 *
 * @param cells how many cells of statistics were compared
 * @param differences cells that are not what the model says
 * @param residual events that are not accounted for, see {@link Finished#residual}
 * @param lost acknowledged requests of which not every event is on the stream
 * @param broke what ended the run before its time; null when nothing did
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

    /** Differences in one line. */
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

    /** All that helps to find the reason. */
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
