package dev.cairn.bugs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change to the product that compiles: a mistake that somebody could make, or, as a control, one that harms nothing.
 *
 * @param name short, with hyphens
 * @param thought why the change looks right in a review
 * @param truth what it breaks; of a control, why it breaks nothing
 * @param edits what is changed
 * @param suite what must catch it, or hold with it
 * @param harmless whether it is a control
 */
record Bug(String name, String thought, String truth, List<Edit> edits, Suite suite, boolean harmless) {

    /**
     * A place in the product and what is done to it.
     *
     * @param source the file, below {@code dev/cairn} of the product, without its ending
     * @param member a method or field of it, see {@link SourceCode#member}
     * @param shapes each is looked for in what the one before it found
     */
    record Edit(String source, String member, List<Shape> shapes, Change change) {}

    /** A bug without edits yet, which the simulation must catch. */
    static Bug named(String name, String thought, String truth) {
        return new Bug(name, thought, truth, List.of(), new Suite.Simulation(), false);
    }

    /** A control without edits yet, with which the simulation must hold. */
    static Bug harmless(String name, String thought, String truth) {
        return new Bug(name, thought, truth, List.of(), new Suite.Simulation(), true);
    }

    /**
     * @param source {@code classify/FactWriter}
     * @param member {@code write}, {@code Attempt.result}, {@code raise(Place, long)}, {@code Attempt.<init>} or a field
     */
    Place in(String source, String member) {
        return new Place(this, source, member);
    }

    Bug with(Edit edit) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(edit);
        return new Bug(name, thought, truth, List.copyOf(more), suite, harmless);
    }

    /** Names the test class that must fail, for a bug that the simulation does not see or does not see soon. */
    Bug caughtBy(String testClass) {
        return new Bug(name, thought, truth, edits, new Suite.Tests(testClass), harmless);
    }

    /** The files it changes. */
    Set<String> sources() {
        Set<String> sources = new TreeSet<>();
        edits.forEach(edit -> sources.add(edit.source()));
        return sources;
    }
}
