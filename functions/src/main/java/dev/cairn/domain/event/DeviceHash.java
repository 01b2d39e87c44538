package dev.cairn.domain.event;

/**
 * Identifies a device: the hash of its {@link VisitorKey} (base64url, never an id as sent).
 */
public record DeviceHash(String text) implements Comparable<DeviceHash> {

    /** Returns the device as a visitor. */
    public VisitorKey visitor() {
        return new VisitorKey(LinkLevel.DEVICE, text);
    }

    /** Whether this visitor is the device. */
    public boolean is(VisitorKey visitor) {
        return visitor.link() == LinkLevel.DEVICE && visitor.hash().equals(text);
    }

    @Override
    public int compareTo(DeviceHash other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
