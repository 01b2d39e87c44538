/** Validates an event, determines its time and reduces it to what may be stored. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.event;
