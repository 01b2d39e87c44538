/** A visitor's day: its visits, and which goals its events meet. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.visit;
