/** What docs/browser.md tells people with a consent tool to write, run as it stands there. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser.consent;
