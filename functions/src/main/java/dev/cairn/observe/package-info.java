/** Metrics and logs (R9): the only place that knows Powertools. */
@org.jspecify.annotations.NullMarked
package dev.cairn.observe;
