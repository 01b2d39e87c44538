/**
 * The daily statistics. Each has its own file, with its {@link dev.cairn.domain.statistic.StatisticDefinition
 * definition}. The values of a statistic form a commutative monoid: an empty value, the value of one visitor's day, and
 * {@code plus}. Buckets therefore add up to days, and days to ranges, in any order.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.statistic;
