package dev.cairn.aggregate.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.WorkEstimate;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.store.statistic.AggregationRuns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskPackerTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

    private static List<BucketTask> tasks(long... works) {
        BucketCounter.Day day = new BucketCounter.Day(null, DAY, Map.of(), DayDefinitions.of(Map.of()), "");
        SharedDay shared = new SharedDay(null, day);
        List<BucketTask> tasks = new ArrayList<>();
        for (long work : works) {
            tasks.add(new BucketTask(shared, tasks.size(), work));
        }
        return tasks;
    }

    private static List<Long> sums(List<List<BucketTask>> lists) {
        return lists.stream()
                .map(list -> list.stream().mapToLong(BucketTask::work).sum())
                .toList();
    }

    @Test
    void R12_listsAreOfAboutEqualWork() {
        assertThat(sums(TaskPacker.pack(tasks(8, 7, 6, 5, 4, 3, 2, 1), 12, 10)))
                .allMatch(sum -> 11 <= sum && sum <= 13);
        assertThat(sums(TaskPacker.pack(tasks(1, 2, 3, 4), 100, 10))).containsExactly(10L);
    }

    @Test
    void R12_aTaskIsInOneListOnly() {
        List<BucketTask> tasks = tasks(8, 7, 6, 5, 4, 3, 2, 1, 0, 0);
        assertThat(TaskPacker.pack(tasks, 10, 3).stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void R12_thereAreNoMoreListsThanWorkersOrTasks() {
        assertThat(sums(TaskPacker.pack(tasks(5, 5, 5, 5, 5, 5), 5, 2))).containsExactly(15L, 15L);
        assertThat(TaskPacker.pack(tasks(500, 500), 5, 10)).hasSize(2);
        assertThat(TaskPacker.pack(tasks(5), 1, 0)).isEmpty();
        assertThat(TaskPacker.pack(List.of(), 1, 5)).isEmpty();
    }

    /** The event of an asynchronous invocation has at most 256 KB. */
    @Test
    void R12_aListIsNoLongerThanAnEventMayBe() {
        List<List<BucketTask>> lists = TaskPacker.pack(tasks(new long[5_000]), 1_000, 10);
        assertThat(lists).hasSize(3).allMatch(list -> list.size() <= 2_000);

        assertThat(TaskPacker.pack(tasks(new long[5_000]), 1_000, 2)).allMatch(list -> list.size() == 2_000);
        String longestSite = "s".repeat(64);
        int longestEntry = ("{\"site\":\"" + longestSite + "\",\"day\":\"2026-03-10\",\"buckets\":[4095]},").length();
        assertThat(2_000 * longestEntry).isLessThan(256_000);
    }

    @Test
    void R12_aDaysWorkIsWhatItWasOrThatOfTheLargestDayOrAGuess() {
        Map<LocalDate, AggregationRuns.Folded> folded = Map.of(
                DAY.minusDays(1),
                new AggregationRuns.Folded(0, 7_000),
                DAY.minusDays(2),
                new AggregationRuns.Folded(0, 9_000));

        assertThat(WorkEstimate.of(DAY.minusDays(1), 3, folded)).isEqualTo(7_000);
        assertThat(WorkEstimate.of(DAY, 3, folded)).isEqualTo(9_000);
        assertThat(WorkEstimate.of(DAY, 3, Map.of())).isEqualTo(3 * WorkEstimate.UNKNOWN);
    }
}
