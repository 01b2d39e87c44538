/** Funnels, and how far somebody got in one. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.funnel;
