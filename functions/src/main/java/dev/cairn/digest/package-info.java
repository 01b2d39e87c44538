/** The digest: the sentences of the page Today, sent to people every morning or week. */
@org.jspecify.annotations.NullMarked
package dev.cairn.digest;
