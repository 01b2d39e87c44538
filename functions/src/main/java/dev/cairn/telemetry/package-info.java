/** Metrics and logs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.telemetry;
