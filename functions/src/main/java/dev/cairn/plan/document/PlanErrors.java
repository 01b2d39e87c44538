package dev.cairn.plan.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects the errors of one document so that all are reported at once, each only once. Beyond {@link #MAX_REPORTED}
 * they are only counted, so that the response stays readable and small enough to send.
 */
public final class PlanErrors {
    static final int MAX_REPORTED = 1_000;

    /** Whether a document that exceeds a limit is faulty. */
    public enum Limits {
        /** For a document that is put or checked. */
        ENFORCED,
        /** For a document that is in force: it was accepted before the limit existed. */
        IGNORED
    }

    private final Limits limits;
    private final Set<PlanError> reported = new LinkedHashSet<>();
    private int unreported;

    public PlanErrors() {
        this(Limits.ENFORCED);
    }

    public PlanErrors(Limits limits) {
        this.limits = limits;
    }

    /** Adds an error that only a new document has: it exceeds a limit, or what is allowed today. */
    public void limit(String path, String message) {
        if (limits == Limits.ENFORCED) {
            add(path, message);
        }
    }

    public void add(String path, String message) {
        add(path, () -> message);
    }

    /** The message is built only if it is reported, because finding the nearest name takes time. */
    public void add(String path, Supplier<String> message) {
        if (reported.size() < MAX_REPORTED) {
            reported.add(new PlanError(path, message.get()));
        } else {
            unreported++;
        }
    }

    public boolean isEmpty() {
        return reported.isEmpty();
    }

    public int count() {
        return reported.size() + unreported;
    }

    public List<PlanError> all() {
        List<PlanError> all = new ArrayList<>(reported);
        if (unreported > 0) {
            all.add(new PlanError("", "and " + unreported + " more faults"));
        }
        return List.copyOf(all);
    }
}
