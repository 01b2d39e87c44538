/** Bugs that are put into the product on purpose, one at a time, to see that each is caught. */
@org.jspecify.annotations.NullMarked
package dev.cairn.bugs;
