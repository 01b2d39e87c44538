/** One event: checked, timed, cut to what may be stored. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.event;
