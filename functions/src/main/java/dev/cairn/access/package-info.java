/** Access keys, which allow sending events and reading statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.access;
