/** Funnels, and how far a visitor got in one. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.funnel;
