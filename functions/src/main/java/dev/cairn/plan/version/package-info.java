/** The versions of the plan as they are stored, and which of them tags an event. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.version;
