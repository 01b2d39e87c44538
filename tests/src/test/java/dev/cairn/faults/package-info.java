/** The real handlers on real engines that fail: every figure must be what it is without a fault. */
@org.jspecify.annotations.NullMarked
package dev.cairn.faults;
