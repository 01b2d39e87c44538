/** Resources that tell what arrived lately and what became of it. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.ingestion;
