/** Funnels, and how far visitors get in them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.funnel;
