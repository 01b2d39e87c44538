/** Goals, the predicates that decide whether an event meets one, and conversions. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.goal;
