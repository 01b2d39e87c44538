/** Long-running and deferred work: jobs, quarantine, workers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.work;
