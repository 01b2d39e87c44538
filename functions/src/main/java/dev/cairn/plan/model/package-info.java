/** A plan as it holds: sites, targets, audiences, time zones. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.model;
