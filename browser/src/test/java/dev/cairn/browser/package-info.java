/** The script, the shop and the dashboard as people use them: a real Chromium against the whole system. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser;
