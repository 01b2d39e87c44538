package dev.cairn.domain.event;

import java.util.Comparator;
import java.util.Optional;

/**
 * Who did something, as far as we may know: a link level and an opaque hash (base64url, never an id as sent).
 * The text form is {@code u.hash}, {@code d.hash}, {@code c.hash} or {@code n.hash}; for {@link LinkLevel#NONE} the
 * hash is that of the event id, or empty where several such events travel together.
 */
public record VisitorKey(LinkLevel link, String hash) {

    /** By its text form: the same order in every process. */
    public static final Comparator<VisitorKey> BY_TEXT = Comparator.comparing(VisitorKey::toString);

    /** Nobody in particular: what events of link level {@code none} travel under. */
    public static final VisitorKey NOBODY = new VisitorKey(LinkLevel.NONE, "");

    public static Optional<VisitorKey> tryParse(String text) {
        if (text.length() < 2 || text.charAt(1) != '.') {
            return Optional.empty();
        }
        for (LinkLevel link : LinkLevel.values()) {
            if (link.prefix().charAt(0) == text.charAt(0)) {
                return Optional.of(new VisitorKey(link, text.substring(2)));
            }
        }
        return Optional.empty();
    }

    public boolean linkable() {
        return link.linkable();
    }

    /** The same in every process, unlike an enum's: so is the order in which sets of visitors are worked on. */
    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return link.prefix() + "." + hash;
    }
}
