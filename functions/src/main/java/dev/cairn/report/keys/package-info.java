/** Keys, shares, and the sites that a key is for. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.keys;
