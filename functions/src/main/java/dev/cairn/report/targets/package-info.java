/** Targets and their progress (N7), computed at read time from rows of the overview and of goals. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.targets;
