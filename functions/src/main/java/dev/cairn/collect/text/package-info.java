/** Strict JSON and UTF-8, and the limits of one request. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.text;
