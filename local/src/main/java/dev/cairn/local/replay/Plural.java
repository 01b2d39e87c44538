package dev.cairn.local.replay;

/** A count in words: {@code 1 line}, {@code 3 lines}. */
public final class Plural {
    private Plural() {}

    /** @param one the singular of a word whose plural ends with s */
    public static String of(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
