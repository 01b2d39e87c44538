/** Decodes one request, from bytes to a body with events. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.request;
