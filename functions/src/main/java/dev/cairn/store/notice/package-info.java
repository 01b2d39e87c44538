/** Messages about a site, and the channels for sending them. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.notice;
