/** From visitor days to daily statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.aggregate;
