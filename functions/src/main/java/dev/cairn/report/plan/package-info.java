/** The plan over HTTP, and a preview of what a draft would have counted. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.plan;
