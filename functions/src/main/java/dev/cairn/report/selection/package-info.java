/** What a reader selects of a report by day: a breakdown or one value of it, longer spans, only the largest. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.selection;
