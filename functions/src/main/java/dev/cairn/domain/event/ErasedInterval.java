package dev.cairn.domain.event;

/**
 * An interval of a device's events, in order T4, that belonged to an erased user. Its events are not stored again,
 * regardless of the device's current owner.
 *
 * @param from first position, inclusive
 * @param until end position, exclusive
 */
public record ErasedInterval(EventOrderKey from, EventOrderKey until) {

    public boolean has(EventOrderKey moment) {
        return from.compareTo(moment) <= 0 && moment.compareTo(until) < 0;
    }

    /** Whether this contains everything from the beginning until {@code at}, inclusive. */
    public boolean hasAllUntil(long at) {
        return from.equals(EventOrderKey.FIRST) && EventOrderKey.after(at).compareTo(until) <= 0;
    }
}
