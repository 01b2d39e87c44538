/** Derives a person's visits, tags and journey from facts. The results are computed and never stored. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.person;
