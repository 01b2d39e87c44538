package dev.cairn.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Everything that determines the statistics of one site. The order of the requests is irrelevant.
 *
 * @param plans oldest first, numbered without gaps
 * @param averages by day, as stored; {@link Averages#UNKNOWN} for other days
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
