/** The sentences that the server writes for people, in their languages. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.text;
