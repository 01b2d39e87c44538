/** Turns visitor days into daily statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aggregate;
