package dev.cairn.plan.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects the errors of a document so that all are reported together, each once. Beyond {@link #MAX_REPORTED}, errors
 * are only counted, which keeps the response readable and small enough to send.
 */
public final class PlanErrors {
    static final int MAX_REPORTED = 1_000;

    /** Whether exceeding a limit is an error. */
    public enum Limits {
        /** For a document that is saved or checked. */
        ENFORCED,
        /** For a stored document, which may have been accepted before the limit existed. */
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

    /** Adds an error that applies only to a new document: it exceeds a limit or violates a newer rule. */
    public void limit(String path, String message) {
        if (limits == Limits.ENFORCED) {
            add(path, message);
        }
    }

    public void add(String path, String message) {
        add(path, () -> message);
    }

    /** Builds the message only if it is reported, because finding the closest name takes time. */
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
            all.add(new PlanError("", "and " + unreported + " more errors"));
        }
        return List.copyOf(all);
    }
}
