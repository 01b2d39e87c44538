/** The reading side: daily statistics, the plan and the keys over HTTP. Reads rows; computes only what days add up to. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report;
