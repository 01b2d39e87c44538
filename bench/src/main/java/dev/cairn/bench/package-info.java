/** Benchmarks: write units, throughput and price, by the real handlers in memory. */
@org.jspecify.annotations.NullMarked
package dev.cairn.bench;
