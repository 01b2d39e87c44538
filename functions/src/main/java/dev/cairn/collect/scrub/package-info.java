/** Takes what is private out of texts and URLs. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.scrub;
