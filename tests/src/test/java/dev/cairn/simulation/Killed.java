package dev.cairn.simulation;

/** A process is dead: none of its code runs any more, not even its exception handlers. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
