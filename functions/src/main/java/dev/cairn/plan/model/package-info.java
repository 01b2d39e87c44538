/** A resolved plan: sites, targets, time zones. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.model;
