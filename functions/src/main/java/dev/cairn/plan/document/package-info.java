/** A plan as a text in YAML or JSON: its nodes, its errors, and edits that keep the rest as written. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.document;
