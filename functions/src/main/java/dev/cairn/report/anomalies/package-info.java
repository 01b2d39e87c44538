/** Resources for anomalies (N6). */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.anomalies;
