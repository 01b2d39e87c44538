/** Determines the visitor an event belongs to. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.identity;
