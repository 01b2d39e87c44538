/** Decides which senders may post events for a site. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.access;
