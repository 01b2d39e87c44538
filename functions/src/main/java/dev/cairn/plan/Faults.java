package dev.cairn.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The faults of one document, collected so that they are reported all at once, each once. Past {@link #MAX_REPORTED} they are
 * only counted: an answer has to stay readable, and small enough to send.
 */
final class Faults {
    static final int MAX_REPORTED = 1_000;

    private final Set<Fault> reported = new LinkedHashSet<>();
    private int unreported;

    void add(String path, String message) {
        add(path, () -> message);
    }

    /** The message is made only where it is reported: looking for the nearest name takes time. */
    void add(String path, Supplier<String> message) {
        if (reported.size() < MAX_REPORTED) {
            reported.add(new Fault(path, message.get()));
        } else {
            unreported++;
        }
    }

    boolean isEmpty() {
        return reported.isEmpty();
    }

    int count() {
        return reported.size() + unreported;
    }

    List<Fault> all() {
        List<Fault> all = new ArrayList<>(reported);
        if (unreported > 0) {
            all.add(new Fault("", "and " + unreported + " more faults"));
        }
        return List.copyOf(all);
    }
}
