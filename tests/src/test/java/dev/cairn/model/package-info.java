/**
 * The reference model: what the statistics of a site must be, worked out slowly and plainly from all that was sent.
 * {@link dev.cairn.model.Model} is the way in; {@link dev.cairn.model.Cells} brings stored rows into the same form.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.model;
