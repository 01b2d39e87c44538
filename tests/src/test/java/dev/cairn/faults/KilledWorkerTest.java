package dev.cairn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWorkerTest {
    @TempDir
    Path folder;

    @Test
    void F11_aWorkerThatIsKilledAgainAndAgainLeavesEveryFigureRight() throws Exception {
        KilledWorker.Outcome outcome = KilledWorker.run(new KilledWorker.Plan(3, 400, 1, 3, 10), folder);

        System.out.print(outcome.describe());
        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.residual()).isZero();
        assertThat(outcome.kills()).isEqualTo(3);
        assertThat(outcome.between()).isPositive();
        assertThat(outcome.cells()).isGreaterThan(1_000);
    }
}
