/** Attributes conversions to the visits that are credited with them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.attribution;
