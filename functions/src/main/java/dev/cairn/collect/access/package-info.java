/** Decides which senders may post events for which site. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.access;
