/** Audiences: who is a member, since when and until when. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.audience;
