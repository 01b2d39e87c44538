/** Parses a document into a plan and reports all errors at once. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.parse;
