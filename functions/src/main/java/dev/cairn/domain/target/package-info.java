/** Computes the progress of a site's targets (N7): pure functions of a metric by day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.target;
