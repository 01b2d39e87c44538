/** The real handlers on real engines that fail: every figure must be the same as without faults. */
@org.jspecify.annotations.NullMarked
package dev.cairn.faults;
