/** Follows an event from a page to a report and names the first link that is broken ({@code ./cairn doctor}). */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.doctor;
