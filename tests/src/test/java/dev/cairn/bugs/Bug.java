package dev.cairn.bugs;

import java.util.ArrayList;
import java.util.List;

/**
 * A mistake that somebody could make in the product.
 *
 * @param name short, with hyphens
 * @param why why it looks harmless in a review, and what it breaks
 * @param source the file, below {@code dev/cairn} of the product
 * @param edits what is changed in it
 * @param suite what must catch it
 */
record Bug(String name, String why, String source, List<Edit> edits, Suite suite) {

    /** A place in the source and what stands there instead. White space does not matter in finding it. */
    record Edit(String text, String replacement) {}

    /** A bug without edits yet, that the simulation must catch. */
    static Bug in(String source, String name, String why) {
        return new Bug(name, why, source, List.of(), new Suite.Simulation());
    }

    Bug replace(String text, String replacement) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(text, replacement));
        return new Bug(name, why, source, List.copyOf(more), suite);
    }

    Bug without(String text) {
        return replace(text, "");
    }

    /** Where a simulation cannot see it: the test class that must fail. */
    Bug caughtBy(String testClass) {
        return new Bug(name, why, source, edits, new Suite.Tests(testClass));
    }
}
