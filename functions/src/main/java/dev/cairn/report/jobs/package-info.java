/** Accepts requests for work on the past, and reports its progress. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.jobs;
