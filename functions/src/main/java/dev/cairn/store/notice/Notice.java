package dev.cairn.store.notice;

/**
 * A message to the people of a site. It holds no visitor's id and no URL's query.
 *
 * @param id the same whenever the same message is sent again; receivers drop repeats by it
 * @param site id of the site
 * @param subject one line
 * @param text for people
 * @param json the same for programs, one object
 */
public record Notice(String id, String site, String subject, String text, String json) {}
