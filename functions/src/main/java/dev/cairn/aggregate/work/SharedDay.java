package dev.cairn.aggregate.work;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.aggregate.count.DirtyDay;
import dev.cairn.aggregate.count.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A day that a run counts together with workers, with the buckets that are not yet known to be counted. */
final class SharedDay {
    private final DirtyDay run;
    private final BucketCounter.Day counted;
    private final TreeSet<Integer> left = new TreeSet<>();

    SharedDay(DirtyDay run, BucketCounter.Day counted) {
        this.run = run;
        this.counted = counted;
    }

    DirtyDay run() {
        return run;
    }

    BucketCounter.Day counted() {
        return counted;
    }

    /** Finds the buckets that are not covered; all of them now remain to be counted. */
    List<BucketTask> tasks(BucketCounter counter, RunContext of) {
        List<BucketTask> tasks = new ArrayList<>();
        counter.forEach(counted, run.raised(), bucket -> {
            if (bucket.covered(counted, of).isEmpty()) {
                tasks.add(new BucketTask(this, bucket.number(), bucket.work()));
                left.add(bucket.number());
            }
        });
        return tasks;
    }

    TreeSet<Integer> left() {
        return left;
    }
}
