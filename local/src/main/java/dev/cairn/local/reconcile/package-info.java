/** Compares a shop's list of orders with the orders that Cairn counts. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.reconcile;
