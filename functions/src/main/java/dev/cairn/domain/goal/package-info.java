/** Goals, what an event has to match to meet one, and conversions. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.goal;
