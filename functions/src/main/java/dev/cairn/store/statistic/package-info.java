/** What runs leave: rows, averages, counters of the running day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.statistic;
