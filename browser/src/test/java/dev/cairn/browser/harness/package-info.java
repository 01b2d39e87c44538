/** What the browser tests stand on: the whole system, a network that can fail, pages of a customer, Chromium. */
@org.jspecify.annotations.NullMarked
package dev.cairn.browser.harness;
