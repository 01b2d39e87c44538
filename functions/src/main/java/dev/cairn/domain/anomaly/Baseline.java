package dev.cairn.domain.anomaly;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usual values for one day (N6.3, N6.4), computed once from the twelve preceding weeks.
 *
 * @param series by {@link PulseSeries#id()}
 * @param silence usual visits, by window length
 */
public record Baseline(Map<String, OfSeries> series, Map<Integer, OfVisits> silence) {

    /**
     * Window lengths in half hours. They are so close to each other that, once 20 successes are missing, one of the
     * windows covers most of an outage and little time before it. Of 180 simulated outages, 9 were reported later than
     * that with only 1, 2, 4, 8, 16 and 48, and 1 with these lengths (bench/README.md).
     */
    public static final List<Integer> LENGTHS = List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48);

    /** The length of the window over which segments and the current state are evaluated: a day. */
    public static final int DAY = 48;

    /** The usual values of segments are known at every twelfth half hour, four times a day. */
    static final int SEGMENT_STEP = 12;

    /** Returns the number of half hours without a visit that raises an alarm at this half hour; 0 for never. */
    public int quietHalves(int half) {
        for (int length : LENGTHS) {
            OfVisits visits = silence.get(length);
            Silence usual = visits == null ? null : visits.at(half);
            if (usual != null && usual.isAlarm()) {
                return length;
            }
        }
        return 0;
    }

    /**
     * The usual values of one series.
     *
     * @param windows by length, without lengths at which no alarm is possible
     * @param segments by dimension and value: the one-day windows of segments with at least 1 % of the opportunities
     */
    public record OfSeries(Map<Integer, Windows> windows, Map<String, Map<String, Windows>> segments) {}

    /**
     * The sums over the usable windows of one length, by the half hour of the day with which they end, beginning with
     * the day's first. For segments, only every twelfth half hour is included.
     *
     * @param count number of usable windows
     */
    public record Windows(List<Integer> count, List<Long> opportunities, List<Long> successes, double scatter) {

        /** Returns the usual values for a window that ends with this half hour of the day, counted from 1. */
        @Nullable
        Usual at(int half) {
            return half < 1 || half > count.size()
                    ? null
                    : new Usual(count.get(half - 1), opportunities.get(half - 1), successes.get(half - 1), scatter);
        }
    }

    /**
     * The usual number of visits in windows of one length.
     *
     * @param count by half hour, as in {@link Windows}
     * @param visits total visits of these windows
     */
    public record OfVisits(List<Integer> count, List<Long> visits, double shape) {

        /** Null while it is being learned. */
        @Nullable
        Silence at(int half) {
            return half < 1
                            || half > count.size()
                            || count.get(half - 1) < Usual.LEAST_WINDOWS
                            || visits.get(half - 1) < Usual.LEAST_OPPORTUNITIES
                    ? null
                    : new Silence((double) visits.get(half - 1) / count.get(half - 1), shape);
        }
    }
}
