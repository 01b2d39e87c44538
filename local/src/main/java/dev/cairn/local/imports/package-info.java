/** Reads exports of other tools: events, which are sent as a server's, and totals of days, which are kept beside ours. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.imports;
