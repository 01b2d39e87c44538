package dev.cairn.domain.event;

import java.util.Comparator;
import java.util.Optional;

/**
 * Identifies a visitor by link level and an opaque hash (base64url, never an id as sent). The text form is
 * {@code u.hash}, {@code d.hash}, {@code c.hash} or {@code n.hash}; for {@link LinkLevel#NONE}, the hash is that of the
 * event id, or empty if several such events share a delivery.
 */
public record VisitorKey(LinkLevel link, String hash) {

    /** Orders by text form, which is the same in every process. */
    public static final Comparator<VisitorKey> BY_TEXT = Comparator.comparing(VisitorKey::toString);

    /** No visitor: the key under which events of link level {@code none} are delivered. */
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

    /** Unlike an enum's hash code, the same in every process; so is the iteration order of sets of visitors. */
    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return link.prefix() + "." + hash;
    }
}
