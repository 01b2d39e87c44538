package dev.cairn.bench;

/**
 * One of several copies of the shop's traffic, with different visitors, orders and event ids, slightly later. Copy 0 is
 * the shop itself.
 *
 * @param latest the limit to which event times are moved, so that the copies stay within the shop's days
 */
record Copy(int number, long latest) {
    /** Puts copy 39 five minutes behind copy 0. */
    private static final long MILLIS_APART = 7_919;

    /** The id of a visitor, an order or an event in this copy. */
    String name(String original) {
        return number == 0 ? original : original + "x" + number;
    }

    long time(long original) {
        return Math.max(original, Math.min(original + number * MILLIS_APART, latest));
    }
}
