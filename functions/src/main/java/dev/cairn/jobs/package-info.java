/** Work on the past: backfills, rebuilds, replays from quarantine, erasures. */
@org.jspecify.annotations.NullMarked
package dev.cairn.jobs;
