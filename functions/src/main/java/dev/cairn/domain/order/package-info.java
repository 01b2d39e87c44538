/** Which event an order counts at. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.order;
