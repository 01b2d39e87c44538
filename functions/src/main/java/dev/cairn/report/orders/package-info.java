/** Single orders, to compare with the shop's own. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.orders;
