/** The stored versions of the plan, and the rules that determine which of them tags an event. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.version;
