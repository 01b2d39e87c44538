/** The tracking plan: reading, validating, versions. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan;
