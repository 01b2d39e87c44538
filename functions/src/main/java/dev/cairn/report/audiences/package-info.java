/** Audiences: how many visitors are in them, and who they are. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.audiences;
