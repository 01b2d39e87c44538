/** A plan as YAML or JSON text: its nodes, its errors, and edits that leave the rest as written. */
@org.jspecify.annotations.NullMarked
package dev.cairn.plan.document;
