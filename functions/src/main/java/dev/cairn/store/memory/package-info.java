/** The stores in memory, with the contracts of those on AWS: for tests, and for what needs no table of its own. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.memory;
