/** Turns stream records into facts, and quarantines those that cannot be classified. */
@org.jspecify.annotations.NullMarked
package dev.cairn.classify;
