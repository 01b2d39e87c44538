/** Removes private data from text and URLs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.scrub;
