/** Files of conversions for ad platforms. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.ads;
