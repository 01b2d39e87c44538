/** Runs the recipes for consent tools exactly as written in docs/browser.md. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser.consent;
