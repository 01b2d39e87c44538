/** Writes records to the stream until it has confirmed each. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.stream;
