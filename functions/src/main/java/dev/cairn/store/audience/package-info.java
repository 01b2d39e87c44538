/** Lists for use outside Cairn: the members of audiences, conversions with a click, and orders. */
@org.jspecify.annotations.NullMarked
package dev.cairn.store.audience;
