package dev.cairn.aggregate.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Packs buckets that have to be counted into one list per worker. */
final class TaskPacker {
    /** Per list; keeps an invocation's event below 256 KB even with the longest site ids. */
    private static final int MOST_TASKS = 2_000;

    private TaskPacker() {}

    /**
     * Builds non-empty lists of about equal work: assigns the tasks in descending order of work, each to the list with
     * the least work. Tasks that do not fit into the maximum number of lists are left out.
     *
     * @param each the amount of work that justifies a list
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
