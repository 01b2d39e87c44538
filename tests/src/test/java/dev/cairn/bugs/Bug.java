package dev.cairn.bugs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change to the product that compiles: a plausible mistake or, as a control, a harmless change.
 *
 * @param name short, with hyphens
 * @param thought why the change looks right in a review
 * @param truth what it breaks; for a control, why it breaks nothing
 * @param edits the changes
 * @param suite the tests that must catch it, or still pass with it
 * @param harmless whether it is a control
 */
record Bug(String name, String thought, String truth, List<Edit> edits, Suite suite, boolean harmless) {

    /**
     * A place in the product and the changes to it.
     *
     * @param source the file, below {@code dev/cairn} of the product, without its extension
     * @param member a method or field of it, see {@link SourceCode#member}
     * @param shapes each is searched for within the previous one's match
     */
    record Edit(String source, String member, List<Shape> shapes, Change change) {}

    /** A bug that the simulation must catch; its edits are added later. */
    static Bug named(String name, String thought, String truth) {
        return new Bug(name, thought, truth, List.of(), new Suite.Simulation(), false);
    }

    /** A control with which the simulation must pass; its edits are added later. */
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

    /** Names the test class that must fail, for a bug that the simulation does not detect or does not detect soon. */
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
