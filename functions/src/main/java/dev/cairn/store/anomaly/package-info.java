/** Stores alarms and baselines, and composes messages about alarms (N6). */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.anomaly;
