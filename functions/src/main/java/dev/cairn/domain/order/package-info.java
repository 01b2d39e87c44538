/** Decides at which of its events an order counts. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.order;
