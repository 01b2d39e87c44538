/** Resources for received events and their outcome. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.ingestion;
