/** Keys, shares, and the sites that a key covers. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.keys;
