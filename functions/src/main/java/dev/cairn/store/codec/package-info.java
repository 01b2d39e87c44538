/** Stream records, and helpers shared by codecs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.codec;
