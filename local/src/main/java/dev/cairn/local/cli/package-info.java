/** The commands of {@code ./cairn}. */
@org.jspecify.annotations.NullMarked
package dev.cairn.local.cli;
