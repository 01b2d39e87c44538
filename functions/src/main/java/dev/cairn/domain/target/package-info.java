/** How a target of a site is getting on (N7): pure functions of a metric by day. */
@org.jspecify.annotations.NullMarked
package dev.cairn.domain.target;
