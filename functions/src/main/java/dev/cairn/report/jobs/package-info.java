/** Asks for work on the past, and says how far it is. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.jobs;
