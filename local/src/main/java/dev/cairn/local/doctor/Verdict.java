package dev.cairn.local.doctor;

/**
 * The result of checking one link.
 *
 * @param found what was found, as a sentence
 * @param remedy what to do about it; empty if nothing
 */
public record Verdict(State state, String found, String remedy) {

    /** Whether the event passes the link. */
    public enum State {
        /** It passes. */
        HOLDS,
        /** It passes, with something worth knowing. */
        NOTED,
        /** The option that the link needs was not given. */
        SKIPPED,
        /** It does not pass; the links after this one are not checked. */
        BROKEN
    }

    static Verdict holds(String found) {
        return new Verdict(State.HOLDS, found, "");
    }

    static Verdict noted(String found, String remedy) {
        return new Verdict(State.NOTED, found, remedy);
    }

    static Verdict skipped(String needed) {
        return new Verdict(State.SKIPPED, needed, "");
    }

    static Verdict broken(String found, String remedy) {
        return new Verdict(State.BROKEN, found, remedy);
    }

    public boolean isBroken() {
        return state == State.BROKEN;
    }
}
