/** The results of aggregation runs, such as rows and averages, and live counters. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.statistic;
