/**
 * The daily statistics. Each has its own file, with its {@link dev.cairn.domain.statistic.StatisticDefinition
 * definition}. The values of a statistic form a commutative monoid, with an empty value and {@code plus}. Visitor days
 * therefore add up to buckets, buckets to days, and days to ranges, in any order.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.statistic;
