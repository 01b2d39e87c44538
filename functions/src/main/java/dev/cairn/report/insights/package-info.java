/** Insights into a site: figures that compare what visitors did with what they did later. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.insights;
