/**
 * The selection within a report by day: a breakdown or one of its values, longer intervals, only the largest values.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.selection;
