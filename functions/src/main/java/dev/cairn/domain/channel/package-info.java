/** Classifies where a visit came from, using GA4's channels. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.channel;
