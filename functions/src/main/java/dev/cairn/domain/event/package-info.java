/** Events as accepted and as stored, and the visitors to which they belong. Value types only. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.event;
