/**
 * The daily statistics. Each is in a file of its own with its {@link dev.cairn.domain.statistic.StatisticDefinition
 * definition}. Its values are a commutative monoid: an empty one, one of a single visitor's day, and {@code plus}; so
 * buckets add up to days and days to ranges in any order.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.statistic;
