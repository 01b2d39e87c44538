/** Bugs inserted into the product on purpose, one at a time, to verify that each is caught. */
@org.jspecify.annotations.NullMarked
package dev.cairn.bugs;
