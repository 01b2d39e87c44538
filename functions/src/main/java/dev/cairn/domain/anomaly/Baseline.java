package dev.cairn.domain.anomaly;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is usual on one day (N6.3, N6.4), computed once from the twelve weeks before.
 *
 * @param series by {@link PulseSeries#id()}
 * @param silence visits, by length of the window
 */
public record Baseline(Map<String, OfSeries> series, Map<Integer, OfVisits> silence) {

    /**
     * The lengths of windows in half hours. They lie so closely that one of them holds most of a stop, and little from
     * before it, whenever 20 successes were due since: with 1, 2, 4, 8, 16 and 48 alone, of 180 simulated stops 9 were
     * reported later than that, with these one (bench/README.md).
     */
    public static final List<Integer> LENGTHS = List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48);

    /** The length of the window in which segments are judged, and of the running state: a day. */
    public static final int DAY = 48;

    /** What is usual of segments is known at every twelfth half hour, four times a day. */
    static final int SEGMENT_STEP = 12;

    /** After how many half hours without a visit a standstill is an alarm, at this half hour; 0 for never. */
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
     * Of one series.
     *
     * @param windows by length; a length at which nothing could ever be found is left out
     * @param segments those with at least 1 % of the opportunities, by dimension and value; a day long
     */
    public record OfSeries(Map<Integer, Windows> windows, Map<String, Map<String, Windows>> segments) {}

    /**
     * The sums of the usable windows of one length, by the half hour of the day with which they end; the first ends
     * with the day's first half hour. Of segments only every twelfth.
     *
     * @param count how many windows were usable
     */
    public record Windows(List<Integer> count, List<Long> opportunities, List<Long> successes, double scatter) {

        /** What is usual for a window that ends with this half hour of the day, 1 being the first. */
        @Nullable
        Usual at(int half) {
            return half < 1 || half > count.size()
                    ? null
                    : new Usual(count.get(half - 1), opportunities.get(half - 1), successes.get(half - 1), scatter);
        }
    }

    /**
     * The usual visits of windows of one length.
     *
     * @param count by half hour, as in {@link Windows}
     * @param visits the sum of these windows
     */
    public record OfVisits(List<Integer> count, List<Long> visits, double shape) {

        /** Null while it is learned. */
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
