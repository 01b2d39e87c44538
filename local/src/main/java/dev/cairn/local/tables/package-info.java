/** The tables of one machine: their port, and SQLite behind it. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.tables;
