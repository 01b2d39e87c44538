/** From the stream to facts: what a batch brings, and what of it is put aside. */
@org.jspecify.annotations.NullMarked
package dev.cairn.classify;
