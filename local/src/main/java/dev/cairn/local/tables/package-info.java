/** The tables on one machine: their port, and its SQLite implementation. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.tables;
