/** A plan as a YAML or JSON text: its nodes, its errors, and edits that keep the rest as written. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.document;
