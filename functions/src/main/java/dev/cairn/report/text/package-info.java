/** Human-readable sentences from the server, in several languages. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.text;
