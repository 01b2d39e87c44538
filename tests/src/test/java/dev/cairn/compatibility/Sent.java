package dev.cairn.compatibility;

import java.util.Map;

/**
 * A request to the collector.
 *
 * @param at when it was received, epoch milliseconds
 * @param server sent with the site's server key
 * @param headers excluding that key
 */
record Sent(long at, String site, boolean server, String ip, Map<String, String> headers, String body) {}
