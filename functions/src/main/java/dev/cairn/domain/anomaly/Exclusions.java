package dev.cairn.domain.anomaly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The half hours of a line of pulses that are not used for the baseline (N6.3). */
final class Exclusions {
    /** For each half hour, the number of earlier half hours that are excluded. */
    private final int[] leftOut;

    /** Start (inclusive) and end (exclusive) in epoch milliseconds; {@link Long#MAX_VALUE} while an alarm lasts. */
    private record Span(long from, long to) {}

    /**
     * @param completeThrough the last day whose counts are final
     * @param quietDays the quiet days in the plan
     * @param state excludes half hours in alarm, and all half hours before a new level that was accepted
     */
    Exclusions(PulseHistory history, LocalDate completeThrough, Set<LocalDate> quietDays, AlarmState state) {
        long since = Long.MIN_VALUE;
        List<Span> alarms = new ArrayList<>();
        for (AlarmState.Episode each : state.episodes()) {
            if (each.ended() != null && each.ending() == Change.ACCEPTED) {
                since = Math.max(since, each.firstBad());
            } else {
                alarms.add(new Span(each.firstBad(), each.ended() == null ? Long.MAX_VALUE : each.ended()));
            }
        }
        this.leftOut = new int[history.size() + 1];
        for (int half = 0; half < history.size(); half++) {
            long from = history.startOfHalf(half);
            LocalDate day = history.day(half);
            boolean out = day.isAfter(completeThrough)
                    || from < since
                    || quietDays.contains(day)
                    || inAlarm(alarms, from, from + PulseCounts.HALF_HOUR_MILLIS);
            leftOut[half + 1] = leftOut[half] + (out ? 1 : 0);
        }
    }

    private static boolean inAlarm(List<Span> alarms, long from, long to) {
        for (Span alarm : alarms) {
            if (alarm.from < to && from < alarm.to) {
                return true;
            }
        }
        return false;
    }

    /** Whether all half hours of the window may be used for the baseline. */
    boolean allow(int end, int length) {
        return end >= length && end < leftOut.length && leftOut[end] == leftOut[end - length];
    }
}
