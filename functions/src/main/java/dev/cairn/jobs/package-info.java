/** Jobs on past data: backfills, rebuilds, replays from quarantine, erasures. */
@org.jspecify.annotations.NullMarked
package dev.cairn.jobs;
