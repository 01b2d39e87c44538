package dev.cairn.domain.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a series, or of one of its segments, that has been in alarm.
 *
 * @param subject {@link Subject#text()}
 * @param episodes its alarms, oldest first
 * @param usualAt end of the latest evaluated half hour, epoch milliseconds, if the rate of the current alarm looked
 *     usual again in it; otherwise 0
 */
public record AlarmState(String subject, List<Episode> episodes, long usualAt) {
    /** The most episodes to keep; older ones are dropped. */
    private static final int MOST_EPISODES = 40;

    public static AlarmState none(String subject) {
        return new AlarmState(subject, List.of(), 0);
    }

    /**
     * A series, or one of its segments.
     *
     * @param dimension null for the whole series
     */
    public record Subject(
            String series,
            @Nullable String dimension,
            @Nullable String value) {
        private static final String SEPARATOR = "|";

        public static Subject of(String text) {
            String[] parts = text.split("\\" + SEPARATOR, 3);
            return parts.length < 3 ? new Subject(text, null, null) : new Subject(parts[0], parts[1], parts[2]);
        }

        public String text() {
            return dimension == null ? series : series + SEPARATOR + dimension + SEPARATOR + value;
        }
    }

    /**
     * One alarm.
     *
     * @param firstBad start of its first bad half hour, epoch milliseconds
     * @param detected time of the run that detected it
     * @param found the counts at that time
     * @param segments the segments that were affected most
     * @param ended time of the run that ended it; null while it lasts
     * @param ending how it ended
     * @param told the changes that were sent, by {@link Change#word()} and channel
     */
    public record Episode(
            long firstBad,
            long detected,
            Found found,
            List<Segment> segments,
            @Nullable Long ended,
            @Nullable Change ending,
            List<String> told) {

        Episode end(long at, Change how) {
            return new Episode(firstBad, detected, found, segments, at, how, told);
        }

        Episode tell(String what) {
            List<String> more = new ArrayList<>(told);
            more.add(what);
            return new Episode(firstBad, detected, found, segments, ended, ending, List.copyOf(more));
        }
    }

    /**
     * The counts from the first bad half hour on.
     *
     * @param usualRate p0
     * @param tail probability of a result at least this extreme
     */
    public record Found(long opportunities, long successes, double usualRate, double tail) {
        public double expected() {
            return opportunities * usualRate;
        }
    }

    /** One segment's counts in an alarm. */
    public record Segment(String dimension, String value, Found found) {}

    /** Returns the current alarm; empty if there is none. */
    public Optional<Episode> open() {
        return episodes.isEmpty() || episodes.getLast().ended() != null
                ? Optional.empty()
                : Optional.of(episodes.getLast());
    }

    AlarmState start(Episode episode) {
        List<Episode> all = new ArrayList<>(episodes);
        all.add(episode);
        return new AlarmState(
                subject, List.copyOf(all.subList(Math.max(0, all.size() - MOST_EPISODES), all.size())), 0);
    }

    AlarmState looksUsual(long at) {
        return new AlarmState(subject, episodes, at);
    }

    AlarmState end(long at, Change how) {
        return withLast(episodes.getLast().end(at, how));
    }

    private AlarmState withLast(Episode last) {
        List<Episode> all = new ArrayList<>(episodes);
        all.set(all.size() - 1, last);
        return new AlarmState(subject, List.copyOf(all), 0);
    }

    /** Returns this state with a change recorded as sent over a channel. */
    public AlarmState told(long firstBad, Change change, String channel) {
        return new AlarmState(
                subject,
                episodes.stream()
                        .map(each -> each.firstBad() == firstBad ? each.tell(told(change, channel)) : each)
                        .toList(),
                usualAt);
    }

    /** A change of state and the episode to which it belongs. */
    public record Told(String subject, Episode episode, Change change) {}

    /** Returns the changes since {@code since} that have not been sent over a channel, oldest first. */
    public List<Told> untold(String channel, long since) {
        List<Told> untold = new ArrayList<>();
        for (Episode each : episodes) {
            if (each.detected() >= since && !each.told().contains(told(Change.STARTED, channel))) {
                untold.add(new Told(subject, each, Change.STARTED));
            }
            if (each.ended() != null
                    && each.ending() != null
                    && each.ended() >= since
                    && !each.told().contains(told(each.ending(), channel))) {
                untold.add(new Told(subject, each, each.ending()));
            }
        }
        return untold;
    }

    private static String told(Change change, String channel) {
        return change.word() + " " + channel;
    }
}
