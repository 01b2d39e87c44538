/** Decides at which event an order counts. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.order;
