/** Whose an event is. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.identity;
