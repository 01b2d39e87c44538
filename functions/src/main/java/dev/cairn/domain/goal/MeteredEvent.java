package dev.cairn.domain.goal;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.PageUrl;
import java.util.Optional;

/**
 * An event that is matched against the goals of a site. Its URL is parsed once, and the work is counted: a match that
 * takes more than {@link #MAX_STEPS} throws {@link TooExpensiveException}. A count, unlike a clock, gives the same result
 * for the same event wherever it is classified, and a pause of the machine costs no event. Not thread-safe.
 */
public final class MeteredEvent {
    /**
     * Characters and conditions that may be looked at: 120 ms of CPU time of compiled code, some 250 ms in a function
     * that has just started. The goals of a site within the plan's limits take at most a fifth of it.
     */
    public static final long MAX_STEPS = 30_000_000;

    private final AcceptedEvent event;
    private Optional<PageUrl> page = Optional.empty();
    private boolean parsed;
    private long steps;

    public MeteredEvent(AcceptedEvent event) {
        this.event = event;
    }

    /** Thrown when an event costs too much to classify. It will do so again. */
    public static final class TooExpensiveException extends RuntimeException {
        TooExpensiveException() {
            super("the event takes more than " + MAX_STEPS + " steps to match against the goals of its site");
        }
    }

    AcceptedEvent event() {
        return event;
    }

    /** The event's page; empty when it has no http or https URL. */
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

    /** Returns the work so far. */
    public long steps() {
        return steps;
    }
}
