/** Access keys, which permit sending events and reading statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.access;
