/** From the stream to visitor days, journeys and claims. */
@org.jspecify.annotations.NullMarked
package dev.cairn.classify;
