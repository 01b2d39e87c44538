/** Derives visits, tags and a journey from the facts of a person. Computed, never stored. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.person;
