/** Fixtures of the browser tests: the whole system, a network that can fail, a customer's pages, Chromium. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser.harness;
