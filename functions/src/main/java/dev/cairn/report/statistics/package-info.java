/** The statistics of a site, a resource each. */
@org.jspecify.annotations.NullMarked
package dev.cairn.report.statistics;
