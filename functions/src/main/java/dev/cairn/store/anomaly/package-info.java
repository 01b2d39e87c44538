/** Alarms and what is usual, as they are stored, and messages about them (N6). */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.anomaly;
