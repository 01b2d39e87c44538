package dev.cairn.store.statistic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the events that came last, for whoever watches them arrive: what it is and what became of it, and nothing that
 * says whose it was.
 *
 * @param at event time, epoch milliseconds; null of a rejected one
 * @param receivedAt epoch milliseconds
 * @param name null where a rejected one has none that can be read
 * @param page path of its page, null when it has no address
 * @param link its visitor's link level; null of a rejected one
 * @param goals that it meets by itself
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

    /** As much of it as is kept. */
    public RecentEvent {
        name = cut(name, MOST_NAME_CHARACTERS);
        page = cut(page, MOST_PAGE_CHARACTERS);
        goals = goals.subList(0, Math.min(MOST_GOALS, goals.size()));
    }

    /** What can become of an event. */
    public enum Outcome {
        STORED,
        DUPLICATE,
        CONFLICTING,
        BOT,
        REJECTED,
        QUARANTINED
    }

    /**
     * What became of one event.
     *
     * @param reason why it is left out, null where it is not
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
