/** What other tools' clients send, as the one form of our own events, and our answers in their words (SPEC B5). */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.dialect;
