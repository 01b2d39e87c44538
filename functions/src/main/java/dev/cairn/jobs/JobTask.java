package dev.cairn.jobs;

import dev.cairn.store.work.JobStore.Job;
import java.util.function.BooleanSupplier;

/** How one kind of job is done. Whatever was done before may be done again; nothing may be left out. */
interface JobTask {

    /** Takes note of how far the job is. False when somebody else works on it: then it is to be left to them. */
    @FunctionalInterface
    interface Note {
        boolean take(Job job);
    }

    /**
     * Goes on with a job until it is over, has to wait or {@code timeLeft} is false.
     *
     * @return the job as it is then
     */
    Job run(Job job, Note note, BooleanSupplier timeLeft);
}
