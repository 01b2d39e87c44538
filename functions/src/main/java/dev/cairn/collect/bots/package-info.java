/** Detects crawlers, referrer spam and other traffic that is excluded from the statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.bots;
