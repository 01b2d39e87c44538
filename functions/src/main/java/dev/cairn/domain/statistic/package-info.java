/**
 * The daily statistics. Each is a commutative monoid in a file of its own: an empty one, one of a single visitor's
 * day, and {@code plus}; so buckets add up to days and days to ranges in any order.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.statistic;
