package dev.cairn.store.statistic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the most recent events, for the live view. It holds the event and its outcome, and nothing that identifies the
 * visitor.
 *
 * @param at event time, in epoch milliseconds; null for a rejected event
 * @param receivedAt in epoch milliseconds
 * @param name null for a rejected event without a readable name
 * @param page path of its page, null when the event has no URL
 * @param link its visitor's link level; null for a rejected event
 * @param goals the goals it meets on its own
 */
public record RecentEvent(
        @Nullable Long at,
        long receivedAt,
        @Nullable String name,
        @Nullable String page,
        @Nullable String link,
        List<String> goals,
        Fate fate) {

    private static final int MOST_PAGE_CHARACTERS = 120;
    private static final int MOST_NAME_CHARACTERS = 64;
    private static final int MOST_GOALS = 8;

    /** Truncates the values to the stored length. */
    public RecentEvent {
        name = cut(name, MOST_NAME_CHARACTERS);
        page = cut(page, MOST_PAGE_CHARACTERS);
        goals = goals.subList(0, Math.min(MOST_GOALS, goals.size()));
    }

    /** The possible outcomes of an event. */
    public enum Outcome {
        STORED,
        DUPLICATE,
        CONFLICTING,
        BOT,
        REJECTED,
        QUARANTINED
    }

    /**
     * The outcome of one event.
     *
     * @param reason why the event is excluded, null if it is not
     */
    public record Fate(Outcome outcome, @Nullable String reason) {
        public static final Fate STORED = new Fate(Outcome.STORED, null);
        public static final Fate DUPLICATE = new Fate(Outcome.DUPLICATE, null);
        public static final Fate CONFLICTING = new Fate(Outcome.CONFLICTING, null);
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }
}
