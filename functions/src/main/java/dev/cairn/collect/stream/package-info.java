/** Puts records on the stream until it has confirmed each. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.stream;
