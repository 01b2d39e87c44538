/** Adds facts to sets, removes them, and determines which buckets change as a result. */
@org.jspecify.annotations.NullMarked
package dev.cairn.facts;
