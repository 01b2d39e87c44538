/** In-memory stores with the same contracts as those on AWS, for tests and for callers that need no lasting storage. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.memory;
