/** Work that takes longer than one call: jobs, quarantine, workers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.work;
