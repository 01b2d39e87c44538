/** Messages to the people of a site. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.notice;
