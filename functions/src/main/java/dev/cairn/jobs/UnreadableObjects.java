package dev.cairn.jobs;

import dev.cairn.store.UnreadableObjectException;
import dev.cairn.store.work.JobStore.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The archive objects that a job could not read, or could read only in part. Their keys are in the job's {@code what},
 * so that one unreadable object does not stop a job from reading the others.
 */
final class UnreadableObjects {
    /** If there are more, the archive itself cannot be read: the job is retried as a whole. */
    static final int MOST = 50;

    private static final String UNREADABLE = "unreadable";
    private static final String LIST = " ";
    private static final int NAMED = 5;

    private UnreadableObjects() {}

    /** Their keys, in order. */
    static List<String> of(Job job) {
        return Arrays.stream(job.what().getOrDefault(UNREADABLE, "").split(LIST))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** The job with one more unreadable object. Throws the exception when there are too many. */
    static Job with(Job job, UnreadableObjectException unreadable) {
        TreeSet<String> keys = new TreeSet<>(of(job));
        keys.add(unreadable.key());
        if (keys.size() > MOST) {
            throw unreadable;
        }
        return with(job, keys.stream());
    }

    /** The job without this object, which is gone or was read this time. */
    static Job without(Job job, String key) {
        return of(job).contains(key) ? with(job, of(job).stream().filter(each -> !each.equals(key))) : job;
    }

    /** "2 objects of the archive cannot be read (KEY, KEY)". */
    static String sentence(Job job) {
        List<String> keys = of(job);
        String named = keys.stream().limit(NAMED).collect(Collectors.joining(", "));
        return keys.size() + (keys.size() == 1 ? " object" : " objects") + " of the archive cannot be read (" + named
                + (keys.size() > NAMED ? ", …)" : ")");
    }

    /** The outcome of a job, including what it could not read. */
    static String after(String outcome, Job job) {
        return of(job).isEmpty()
                ? outcome
                : outcome + ", except that " + sentence(job) + "; their records were left out. Once they are"
                        + " repaired, request the job again";
    }

    private static Job with(Job job, Stream<String> keys) {
        Map<String, String> what = new TreeMap<>(job.what());
        what.put(UNREADABLE, keys.collect(Collectors.joining(LIST)));
        return job.with(what);
    }
}
