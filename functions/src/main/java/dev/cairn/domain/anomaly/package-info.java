/** Learns the usual rates of a site for each half hour, and detects when a rate is no longer usual (N6). */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.anomaly;
