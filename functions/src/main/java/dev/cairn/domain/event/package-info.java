/** Events as accepted and as stored, and the visitors they belong to. Value types only. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.event;
