package dev.cairn.simulation;

/** A process is dead: nothing of it runs any more, not even what catches exceptions. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
