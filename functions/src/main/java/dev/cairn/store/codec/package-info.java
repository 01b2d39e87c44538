/** Records of the stream, and what codecs share. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.codec;
