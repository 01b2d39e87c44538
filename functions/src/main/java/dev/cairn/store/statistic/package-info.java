/** Results of aggregation runs, and live counters: rows, averages, the running day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.statistic;
