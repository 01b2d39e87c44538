/** Who may send events for which site. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.access;
