/** Shares the buckets of large days with workers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aggregate.work;
