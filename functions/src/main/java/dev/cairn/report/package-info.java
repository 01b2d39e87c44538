/**
 * The read side: daily statistics, the plan and the keys over HTTP. It reads rows; the only computation is summing
 * days.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.report;
