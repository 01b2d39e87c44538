/** Crawlers, referrer spam and other traffic that is left out of statistics. */
@org.jspecify.annotations.NullMarked
package dev.cairn.collect.bots;
