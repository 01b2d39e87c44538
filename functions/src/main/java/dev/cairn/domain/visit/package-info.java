/** A visitor's day: its visits, and the goals that its events meet. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.visit;
