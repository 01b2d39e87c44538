/** Removes private data from texts and URLs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.scrub;
