/** Single orders, for comparison with the shop's own list. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.orders;
