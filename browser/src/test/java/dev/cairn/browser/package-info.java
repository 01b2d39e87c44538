/** The script, the shop and the dashboard as people meet them: a real Chromium against the whole system. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser;
