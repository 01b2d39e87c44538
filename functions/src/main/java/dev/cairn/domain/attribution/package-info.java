/** Conversions by the visit that gets the credit for them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.attribution;
