/** Traces an event from a page to a report and reports the first broken link ({@code ./cairn doctor}). */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.doctor;
