/** A resolved plan: sites, targets, audiences, time zones. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.model;
