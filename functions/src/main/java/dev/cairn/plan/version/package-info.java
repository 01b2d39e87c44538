/** The stored versions of the plan, and the rules that decide which of them tags an event. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.version;
