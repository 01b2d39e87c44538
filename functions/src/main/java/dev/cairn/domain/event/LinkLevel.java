package dev.cairn.domain.event;

/** How reliably a visitor can be recognized (docs/rules.md). */
public enum LinkLevel {
    /** A person known to the site: HMAC of the site's own user id. */
    USER("u"),
    /** A stored id of one browser, with consent. */
    DEVICE("d"),
    /** Cookieless: recognizable within one local day only. */
    DAILY("c"),
    /** No visitor: the event counts in goals and totals, never in visitors or funnels. */
    NONE("n");

    private final String prefix;

    LinkLevel(String prefix) {
        this.prefix = prefix;
    }

    /** One letter, the first part of a {@link VisitorKey}'s text form. */
    public String prefix() {
        return prefix;
    }

    /** Whether the visitor can be recognized across days. */
    public boolean linkable() {
        return this == USER || this == DEVICE;
    }
}
