package dev.cairn.aggregate;

import java.util.List;
import java.util.TreeSet;

/** A day whose buckets a run counts together with workers, and those of them that nobody is known to have counted yet. */
final class SharedDay {
    private final DayRun run;
    private final BucketCounter.Day counted;
    private final TreeSet<Integer> left = new TreeSet<>();

    SharedDay(DayRun run, BucketCounter.Day counted) {
        this.run = run;
        this.counted = counted;
    }

    DayRun run() {
        return run;
    }

    BucketCounter.Day counted() {
        return counted;
    }

    /** What is not covered yet; all of it is left. */
    List<Task> tasks(List<BucketCounter.Bucket> buckets, Run of) {
        List<Task> tasks = buckets.stream()
                .filter(bucket -> bucket.covered(counted, of).isEmpty())
                .map(bucket -> new Task(this, bucket.number(), bucket.work()))
                .toList();
        tasks.forEach(task -> left.add(task.bucket()));
        return tasks;
    }

    TreeSet<Integer> left() {
        return left;
    }
}
