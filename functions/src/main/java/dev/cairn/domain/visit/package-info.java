/** Visitor days: their visits, and the goals that their events meet. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.visit;
