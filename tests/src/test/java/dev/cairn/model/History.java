package dev.cairn.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * All that the statistics of one site are a function of. The order of the requests means nothing.
 *
 * @param plans oldest first, the numbers without a gap
 * @param averages by day, as stored; a day without is {@link Averages#UNKNOWN}
 * @param asOf the last run's time, rounded down to the half hour, epoch milliseconds (F2)
 */
public record History(
        String site,
        List<Request> requests,
        List<PlanVersion> plans,
        Map<LocalDate, Averages> averages,
        List<Backfill> backfills,
        List<Erasure> erasures,
        long asOf) {

    /** Without averages, backfills and erasures. */
    public static History of(String site, List<Request> requests, List<PlanVersion> plans, long asOf) {
        return new History(site, requests, plans, Map.of(), List.of(), List.of(), asOf);
    }

    public History with(Map<LocalDate, Averages> stored) {
        return new History(site, requests, plans, stored, backfills, erasures, asOf);
    }
}
