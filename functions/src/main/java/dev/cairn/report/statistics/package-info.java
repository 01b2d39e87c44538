/** The statistics of a site, one resource each. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.statistics;
