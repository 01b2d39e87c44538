/** One request in the collector, from bytes to a body with events. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.request;
