package dev.cairn.jobs;

import dev.cairn.store.work.JobStore.Job;
import java.util.function.BooleanSupplier;

/** Carries out one kind of job. Work may be repeated but not skipped. */
interface JobTask {

    /**
     * Saves the progress of a job. Returns false when another run is working on it; then the job must be left to that
     * run.
     */
    @FunctionalInterface
    interface Note {
        boolean take(Job job);
    }

    /**
     * Continues a job until it is finished, has to wait or {@code timeLeft} is false.
     *
     * @return the job in its new state
     */
    Job run(Job job, Note note, BooleanSupplier timeLeft);
}
