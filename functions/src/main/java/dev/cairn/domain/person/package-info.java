/** From the facts of a person to visits, tags and a journey; computed, never stored. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.person;
