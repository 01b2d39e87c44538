/** Parses a document into a plan and reports all errors together. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.parse;
