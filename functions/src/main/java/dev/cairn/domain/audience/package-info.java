/** Audiences, and when visitors are members of them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.audience;
