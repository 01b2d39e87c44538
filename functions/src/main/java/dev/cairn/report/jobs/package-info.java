/** Accepts requests to reprocess past data, and reports their progress. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.jobs;
