package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.DirtyDay;
import dev.cairn.aggregate.count.RunContext;
import dev.cairn.aggregate.count.WorkEstimate;
import dev.cairn.store.work.Workers;
import dev.cairn.telemetry.Telemetry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the days that are too much work for one run: packs their buckets into lists for workers, while the run counts
 * from the other end of the same lists. The first to finish a bucket settles it. A worker that is slow, dies or never
 * starts therefore costs only time, and the run never waits for one. Not thread-safe.
 */
final class BucketFanOut {
    /**
     * Between two looks at the tables, the run counts one in this many of the remaining buckets; a look reads all of
     * them.
     */
    private static final int PARTS_BETWEEN_LOOKS = 8;

    private final BucketCounter counter;
    private final Workers workers;
    private final Telemetry telemetry;
    private final RunContext run;
    private final List<SharedDay> days = new ArrayList<>();
    private final List<List<BucketTask>> lists = new ArrayList<>();
    private int started;

    BucketFanOut(BucketCounter counter, Workers workers, Telemetry telemetry, RunContext run) {
        this.counter = counter;
        this.workers = workers;
        this.telemetry = telemetry;
        this.run = run;
    }

    /** Receives the outcome of each day. */
    interface Outcomes {
        /** The day is fully counted. */
        void counted(DirtyDay day);

        /** Part of the day cannot be counted. */
        void failed(DirtyDay day, RuntimeException broken);

        /** Part of the day is left for the next run. */
        void postponed(DirtyDay day);
    }

    /** Finds the uncounted buckets of some days, and starts workers where the work justifies it. */
    void handOut(List<DirtyDay> more) {
        if (more.isEmpty()) {
            return;
        }
        List<BucketTask> tasks = new ArrayList<>();
        for (DirtyDay each : more) {
            SharedDay day = new SharedDay(each, counter.day(each.site(), each.day()));
            days.add(day);
            tasks.addAll(day.tasks(counter, run));
        }
        long worthOne = WorkEstimate.micros(workers.each());
        boolean worthIt = tasks.stream().mapToLong(BucketTask::work).sum() > worthOne;
        List<List<BucketTask>> packed =
                worthIt ? TaskPacker.pack(tasks, worthOne, workers.most() - started) : List.of();
        packed.forEach(this::start);
        lists.addAll(packed);
        Set<BucketTask> inNone = new LinkedHashSet<>(tasks);
        packed.forEach(list -> list.forEach(inNone::remove));
        lists.add(List.copyOf(inNone));
    }

    /** If a worker does not start, the run itself counts its list. */
    private void start(List<BucketTask> tasks) {
        started++;
        byte[] work = WorkerAssignment.of(run, tasks).write();
        try {
            workers.start(work);
        } catch (RuntimeException notStarted) {
            telemetry.error("a worker could not be started", notStarted, Map.of("buckets", tasks.size()));
        }
    }

    /**
     * Counts until every day is counted by the run or its workers, or time runs out. Folds each day as soon as it is
     * counted.
     */
    void countAlong(Outcomes outcomes) {
        Deque<BucketTask> tasks = fromTheEnds();
        while (!days.isEmpty()) {
            days.forEach(this::look);
            List<SharedDay> counted =
                    days.stream().filter(day -> day.left().isEmpty()).toList();
            days.removeAll(counted);
            counted.forEach(day -> outcomes.counted(day.run()));
            if (!run.timeLeft().getAsBoolean()) {
                days.forEach(day -> outcomes.postponed(day.run()));
                return;
            }
            countSome(tasks, outcomes);
        }
    }

    /** The last task of each list, then the second to last of each, and so on: workers start with the first. */
    private Deque<BucketTask> fromTheEnds() {
        Deque<BucketTask> tasks = new ArrayDeque<>();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int fromEnd = 1; fromEnd <= longest; fromEnd++) {
            for (List<BucketTask> list : lists.reversed()) {
                if (fromEnd <= list.size()) {
                    tasks.add(list.get(list.size() - fromEnd));
                }
            }
        }
        return tasks;
    }

    private void look(SharedDay day) {
        counter.counted(day.counted(), List.copyOf(day.left()), run).forEach(day.left()::remove);
    }

    private void countSome(Deque<BucketTask> tasks, Outcomes outcomes) {
        int left = days.stream().mapToInt(day -> day.left().size()).sum();
        int some = Math.ceilDiv(left, PARTS_BETWEEN_LOOKS);
        while (some > 0 && !tasks.isEmpty() && run.timeLeft().getAsBoolean()) {
            BucketTask task = tasks.poll();
            if (task.day().left().contains(task.bucket())) {
                some--;
                count(task, outcomes);
            }
        }
    }

    private void count(BucketTask task, Outcomes outcomes) {
        try {
            counter.countOnce(task.day().counted(), task.bucket(), run);
            task.day().left().remove(task.bucket());
        } catch (RuntimeException broken) {
            task.day().left().clear();
            days.remove(task.day());
            outcomes.failed(task.day().run(), broken);
        }
    }
}
