package dev.cairn.domain.event;

/** How far a visitor can be followed (SPEC section 1). */
public enum LinkLevel {
    /** The site knows the person: HMAC of the site's own user id. */
    USER("u"),
    /** A stored, consented id of one browser. */
    DEVICE("d"),
    /** Cookieless: known for one local day only. */
    DAILY("c"),
    /** Nobody: the event counts in goals and totals, never in visitors or funnels. */
    NONE("n");

    private final String prefix;

    LinkLevel(String prefix) {
        this.prefix = prefix;
    }

    /** One letter, the first part of a {@link VisitorKey}'s text. */
    public String prefix() {
        return prefix;
    }

    /** True where a visitor can be followed over days. */
    public boolean linkable() {
        return this == USER || this == DEVICE;
    }
}
