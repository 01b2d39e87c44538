/** Keys, shares, and the sites that a key is valid for. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.keys;
