/** Keys: who may send and who may read. */
@org.jspecify.annotations.NullMarked
package dev.cairn.access;
