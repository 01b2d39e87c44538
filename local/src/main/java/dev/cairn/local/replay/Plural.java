package dev.cairn.local.replay;

/** A count with its noun: {@code 1 line}, {@code 3 lines}. */
public final class Plural {
    private Plural() {}

    /** @param one the singular of a noun whose plural adds an s */
    public static String of(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }
}
