package dev.cairn.domain.goal;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.PageUrl;
import java.util.Optional;

/**
 * An event that is matched against the goals of a site. Its URL is parsed once, and the steps are counted: a match that
 * takes more than {@link #MAX_STEPS} throws {@link TooExpensiveException}. Unlike a time limit, a step limit gives the
 * same result for the same event on every machine, and no event is lost when a machine pauses. Not thread-safe.
 */
public final class MeteredEvent {
    /**
     * The maximum number of characters and conditions to examine. That takes 120 ms of CPU time in compiled code, and
     * about 250 ms in a function that has just started. The goals of a site within the plan's limits need at most a
     * fifth of it.
     */
    public static final long MAX_STEPS = 30_000_000;

    private final AcceptedEvent event;
    private Optional<PageUrl> page = Optional.empty();
    private boolean parsed;
    private long steps;

    public MeteredEvent(AcceptedEvent event) {
        this.event = event;
    }

    /** Thrown when an event is too expensive to classify. A retry has the same result. */
    public static final class TooExpensiveException extends RuntimeException {
        TooExpensiveException() {
            super("the event takes more than " + MAX_STEPS + " steps to match against the goals of its site");
        }
    }

    AcceptedEvent event() {
        return event;
    }

    /** Returns the event's page; empty if it has no http or https URL. */
    Optional<PageUrl> page() {
        if (!parsed) {
            parsed = true;
            page = PageUrl.tryParse(event.page().url());
        }
        return page;
    }

    boolean matches(Glob glob, String text) {
        work(glob.steps(text));
        return glob.matches(text);
    }

    void work(long more) {
        steps += more;
        if (steps > MAX_STEPS) {
            throw new TooExpensiveException();
        }
    }

    /** Returns the number of steps so far. */
    public long steps() {
        return steps;
    }
}
