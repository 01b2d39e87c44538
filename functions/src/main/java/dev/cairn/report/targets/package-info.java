/** Targets and how they are getting on (N7), computed when they are read from rows of the overview and of goals. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.targets;
