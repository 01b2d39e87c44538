package dev.cairn.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.simulation.traffic.Post;
import dev.cairn.store.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 10: whatever fails, statistics equal the reference model and nothing is lost. */
class SimulationTest {
    /** Run more with {@code tests/simulate --seeds N}. */
    private static final int SEEDS = Integer.getInteger("cairn.simulation.seeds", 6);

    private static final int EVENTS = 5_000;
    private static final int FEW_EVENTS = 600;
    private static final int RUNS_OF_SHRINKING = 60;

    @Test
    void statisticsEqualTheModelWhateverFails() {
        Campaign campaign = Campaign.run(
                1,
                SEEDS,
                Runtime.getRuntime().availableProcessors(),
                SEEDS,
                seed -> SimulationCase.of(seed, EVENTS),
                System.out);

        assertThat(campaign.failing())
                .as(() -> Shrinking.describe(Shrinking.of(campaign.failing().getFirst(), RUNS_OF_SHRINKING)))
                .isEmpty();
    }

    @Test
    void oneSeedReproducesARunExactly() {
        SimulationCase what = SimulationCase.of(7, FEW_EVENTS);

        Finished one = Simulation.run(what);
        Finished other = Simulation.run(what);

        assertThat(other.world().steps().taken()).isEqualTo(one.world().steps().taken());
        assertThat(other.tally().toString()).isEqualTo(one.tally().toString());
        assertThat(stored(other)).isEqualTo(stored(one));
    }

    /** Everything except the last worker: batch ids are random. */
    private static List<Item> stored(Finished finished) {
        return finished.world().tables().all().stream()
                .filter(item -> !item.key().partition().equals("working"))
                .toList();
    }

    /** A case with deliberately wrong posts: shrinking must leave only the wrong ones. */
    @Test
    void aFailingCaseIsMadeSmaller() {
        SimulationCase sound = SimulationCase.of(3, FEW_EVENTS);
        Post broken = new Post(
                sound.posts().get(sound.posts().size() / 2).due(),
                true,
                "192.0.2.1",
                java.util.Map.of(),
                null,
                "{\"site\":\"another\",\"events\":[]}",
                0,
                Post.Kind.FIRST,
                false);
        List<Post> posts = new java.util.ArrayList<>(sound.posts());
        posts.add(posts.size() / 2, broken);

        CaseResult smallest = Shrinking.of(CaseResult.of(sound.with(posts)), RUNS_OF_SHRINKING);

        assertThat(smallest.what().posts()).containsExactly(broken);
        assertThat(smallest.what().faults()).isEqualTo(Faults.NONE);
    }

    @Test
    void F11_nobodySeesHalfADayWhileAggregatorsRaceAndDie() {
        long reads = 0;
        for (long seed = 1; reads < 100_000; seed++) {
            reads += Simulation.readsDuring(SimulationCase.of(seed, EVENTS));
        }

        assertThat(reads).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void F10_aggregatingAClosedDayAgainGivesTheSameBytes() {
        List<String> rows = Simulation.rowsOfEachOf(SimulationCase.of(5, FEW_EVENTS), 100);

        assertThat(rows.getFirst()).contains("row#shop#overview");
        assertThat(rows).hasSize(100).containsOnly(rows.getFirst());
    }
}
