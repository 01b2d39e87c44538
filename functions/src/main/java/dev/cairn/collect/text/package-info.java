/** Strict JSON and UTF-8, and what one request may be. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.text;
