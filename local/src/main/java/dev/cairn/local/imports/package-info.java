/**
 * Reads other tools' exports: events, which are sent as server events, and daily totals, which are kept alongside ours.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.imports;
