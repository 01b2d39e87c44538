/**
 * The reference model: computes a site's statistics slowly and simply from everything that was sent. Start with {@link
 * dev.cairn.model.Model}; {@link dev.cairn.model.Cells} converts stored rows to the same form.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.model;
