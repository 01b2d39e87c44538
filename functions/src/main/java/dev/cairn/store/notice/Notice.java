package dev.cairn.store.notice;

/**
 * A message about a site. It contains no visitor ids and no URL queries.
 *
 * @param id stays the same when the message is sent again, so that receivers can drop duplicates
 * @param site id of the site
 * @param subject one line
 * @param text human-readable
 * @param json the same message for programs, as one object
 */
public record Notice(String id, String site, String subject, String text, String json) {}
