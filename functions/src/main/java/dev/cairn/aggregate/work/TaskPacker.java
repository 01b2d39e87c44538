package dev.cairn.aggregate.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Packs buckets that have to be counted into one list for each worker. */
final class TaskPacker {
    /** Of a list; with the longest site ids they stay below the 256 KB of an invocation's event. */
    private static final int MOST_TASKS = 2_000;

    private TaskPacker() {}

    /**
     * Lists of about equal work, none without any: the larger tasks first, each to the list that has least. What does not fit
     * into the most lists there may be is in none.
     *
     * @param each work that is worth a list
     */
    static List<List<BucketTask>> pack(List<BucketTask> tasks, long each, int mostLists) {
        record Filling(List<BucketTask> tasks, long[] work) {}
        long all = tasks.stream().mapToLong(BucketTask::work).sum();
        long wanted = Math.max(Math.ceilDiv(all, Math.max(1, each)), Math.ceilDiv(tasks.size(), MOST_TASKS));
        int lists = (int) Math.min(Math.min(wanted, tasks.size()), mostLists);
        PriorityQueue<Filling> filling = new PriorityQueue<>(Comparator.comparingLong(list -> list.work[0]));
        List<Filling> packed = new ArrayList<>();
        for (int i = 0; i < lists; i++) {
            packed.add(new Filling(new ArrayList<>(), new long[1]));
        }
        filling.addAll(packed);
        List<BucketTask> largestFirst = new ArrayList<>(tasks);
        largestFirst.sort(Comparator.comparingLong(BucketTask::work).reversed());
        for (BucketTask task : largestFirst) {
            Filling least = filling.poll();
            if (least == null) {
                break;
            }
            least.tasks.add(task);
            least.work[0] += task.work();
            if (least.tasks.size() < MOST_TASKS) {
                filling.add(least);
            }
        }
        return packed.stream().map(Filling::tasks).toList();
    }
}
