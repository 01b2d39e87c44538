package dev.cairn.domain.event;

/** How reliably a visitor can be recognized (docs/rules.md). */
public enum LinkLevel {
    /** A user known to the site: an HMAC of the site's own user id. */
    USER("u"),
    /** An id that is stored in one browser, with consent. */
    DEVICE("d"),
    /** Cookieless: recognizable only within one local day. */
    DAILY("c"),
    /** No visitor: the event counts towards goals and totals, but never towards visitors or funnels. */
    NONE("n");

    private final String prefix;

    LinkLevel(String prefix) {
        this.prefix = prefix;
    }

    /** Returns the one-letter prefix of a {@link VisitorKey}'s text form. */
    public String prefix() {
        return prefix;
    }

    /** Whether the visitor can be recognized across days. */
    public boolean linkable() {
        return this == USER || this == DEVICE;
    }
}
