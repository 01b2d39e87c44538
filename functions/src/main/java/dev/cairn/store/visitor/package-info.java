/** The facts of visitors: their days, their indexes, what they share. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.visitor;
