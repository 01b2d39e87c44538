package dev.cairn.domain.statistic;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.audience.Membership;
import dev.cairn.domain.audience.Membership.Stay;
import dev.cairn.domain.visit.SiteCalendar;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how a day's events that met {@code did} changed an audience (N5.6): when visitors entered and left because of
 * them. However long a membership lasts, only events at most {@code within} later can therefore change the day's row,
 * and the passing of time alone requires no recount.
 *
 * <p>Times are counted in quarter hours since 1970. In every time zone, days begin with a quarter hour, so the reader's
 * calendar determines its local day: a future time may belong to a different day once the site has changed its time
 * zone. A run's {@code as_of} is on a half hour (F2), so it divides past from future exactly.
 *
 * @param entered memberships that began
 * @param resumed memberships begun by an event of an earlier day, from when this day's events extend them
 * @param met memberships that ended because the visitor met {@code not}
 * @param expired memberships that ended because {@code within} had passed
 * @param passed memberships that this day's events extended, from when events of a later day extend them
 * @param recovered those of {@code entered} that ended within 14 days because the visitor met {@code not} (N5.5)
 */
public record MembershipChangeCounts(
        Map<Long, Long> entered,
        Map<Long, Long> resumed,
        Map<Long, Long> met,
        Map<Long, Long> expired,
        Map<Long, Long> passed,
        Map<Long, Long> recovered)
        implements Counts<MembershipChangeCounts> {
    private static final long QUARTER = 15 * 60_000;

    public static final MembershipChangeCounts EMPTY =
            new MembershipChangeCounts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /** By audience. */
    public static final SiteStatistic<Map<String, MembershipChangeCounts>> STATISTIC =
            SiteStatistic.countedBy("audiences", StatisticValues.byName(MembershipChangeCounts.class), Counter::new);

    private record Counter(
            Map<String, Audience> audiences, StatisticAccumulator<Map<String, MembershipChangeCounts>> totals)
            implements StatisticCounter<Map<String, MembershipChangeCounts>> {
        Counter(DayDefinitions definitions) {
            this(definitions.audiences(), new StatisticAccumulator<>(STATISTIC.values(), Map.of()));
        }

        @Override
        public void add(VisitorDayInput input) {
            if (!input.visitor().linkable()) {
                return;
            }
            audiences.forEach((id, audience) -> {
                if (input.tagged().events().stream()
                        .anyMatch(event -> event.goals().contains(audience.did()))) {
                    Membership.of(input.journey(), audience)
                            .forEach(membership ->
                                    of(membership, input).forEach(counts -> totals.add(Map.of(id, counts))));
                }
            });
        }

        @Override
        public StatisticSum<Map<String, MembershipChangeCounts>> sum() {
            return totals.sum();
        }
    }

    /** Returns the contribution of the day's part of a membership; empty if no event of the day is in it. */
    private static List<MembershipChangeCounts> of(Membership membership, VisitorDayInput input) {
        Times times = new Times();
        List<Stay> stays = membership.stays();
        for (int i = 0; i < stays.size(); i++) {
            boolean ofDay = isOf(stays.get(i), input);
            if (ofDay && (i == 0 || !isOf(stays.get(i - 1), input))) {
                times.add(i == 0 ? "entered" : "resumed", stays.get(i).from());
            }
            if (ofDay && i == stays.size() - 1) {
                times.add(membership.met() ? "met" : "expired", membership.left());
            } else if (ofDay && !isOf(stays.get(i + 1), input)) {
                times.add("passed", stays.get(i).until());
            }
        }
        if (isOf(stays.getFirst(), input) && membership.recovered()) {
            times.add("recovered", membership.entered());
        }
        return times.counts();
    }

    private static boolean isOf(Stay stay, VisitorDayInput input) {
        return stay.did().day().equals(input.day());
    }

    /** The times of one visitor's changes, by kind of change. */
    private record Times(Map<String, Map<Long, Long>> by) {
        Times() {
            this(new TreeMap<>());
        }

        void add(String what, long time) {
            by.computeIfAbsent(what, any -> new TreeMap<>()).merge(quarter(time), 1L, Long::sum);
        }

        private Map<Long, Long> of(String what) {
            return by.getOrDefault(what, Map.of());
        }

        List<MembershipChangeCounts> counts() {
            return by.isEmpty()
                    ? List.of()
                    : List.of(new MembershipChangeCounts(
                            of("entered"), of("resumed"), of("met"), of("expired"), of("passed"), of("recovered")));
        }
    }

    /** Returns the quarter hour of an instant in epoch milliseconds. */
    public static long quarter(long time) {
        return Math.floorDiv(time, QUARTER);
    }

    /** Returns whether a quarter hour is over at the time of a run. */
    public static boolean hasHappened(long quarter, long asOf) {
        return quarter < quarter(asOf);
    }

    /** Returns a quarter hour's local day. */
    public static LocalDate dayOf(long quarter, SiteCalendar calendar) {
        return calendar.dayOf(quarter * QUARTER);
    }

    @Override
    public MembershipChangeCounts plus(MembershipChangeCounts other) {
        return new MembershipChangeCounts(
                plus(entered, other.entered),
                plus(resumed, other.resumed),
                plus(met, other.met),
                plus(expired, other.expired),
                plus(passed, other.passed),
                plus(recovered, other.recovered));
    }

    private static Map<Long, Long> plus(Map<Long, Long> one, Map<Long, Long> other) {
        Map<Long, Long> sum = new TreeMap<>(one);
        other.forEach((time, count) -> sum.merge(time, count, Long::sum));
        return sum;
    }

    @Override
    public long weight() {
        return entered.values().stream().mapToLong(Long::longValue).sum();
    }
}
