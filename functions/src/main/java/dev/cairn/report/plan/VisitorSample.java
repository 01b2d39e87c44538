package dev.cairn.report.plan;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.PersonDay;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.Parallel;
import dev.cairn.store.Dependencies;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * All visitors who were seen on the last {@link #DAYS} local days, including today, or, if that is too much for one
 * response, the visitors in one or more equal parts. The visitor's hash determines the part, so either all of a
 * visitor's days are in the sample or none.
 *
 * @param parts number of parts read
 * @param of total number of parts: at least the smallest number of buckets on any day, so that each bucket is read once
 *     if all days have the same number
 * @param persons all days of each visitor, including earlier ones, by visitor and day
 * @param others visitors who may share an order with them
 */
public record VisitorSample(
        List<LocalDate> days,
        int parts,
        int of,
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> persons,
        Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> others) {
    static final int DAYS = 7;

    /** About 50 MB and a few seconds. */
    public static final long MOST_EVENTS = 100_000;

    /** The minimum number of parts, even if the buckets of small days are then read more than once. */
    private static final int FEWEST_PARTS = 16;

    /**
     * Reading stops at this multiple of the event limit. The statistics lag half an hour behind; a site that grew by
     * more than this factor in that time is not sampled.
     */
    private static final int LEEWAY = 3;

    public boolean isWhole() {
        return parts == of;
    }

    /** The share of visitors in the sample. */
    public double share() {
        return parts / (double) of;
    }

    /**
     * One of several equal parts of the visitors. The numbers of buckets and parts are powers of 4, so one divides the
     * other.
     */
    private record Part(int number, int of) {
        boolean has(VisitorKey visitor) {
            return DayBuckets.of(visitor, of) == number;
        }

        /** A day's buckets that contain visitors in this part. */
        IntStream buckets(int buckets) {
            return IntStream.iterate(number % buckets, bucket -> bucket < buckets, bucket -> bucket + of);
        }
    }

    /** Reads samples of a site. */
    public static final class Reader {
        private final VisitorDayStore visitorDays;
        private final StatisticRows rows;
        private final Dependencies dependencies;
        private final long mostEvents;

        public Reader(Dependencies dependencies, long mostEvents) {
            this.visitorDays = new VisitorDayStore(dependencies.items(), dependencies.clock());
            this.rows = new StatisticRows(dependencies.items());
            this.dependencies = dependencies;
            this.mostEvents = mostEvents;
        }

        /**
         * Empty when even one part is too large to read.
         *
         * @param timeLeft false when no further part should be started
         */
        public Optional<VisitorSample> read(Site site, BooleanSupplier timeLeft) {
            LocalDate today = site.zones().dayOf(dependencies.clock().millis());
            List<LocalDate> days =
                    today.minusDays(DAYS - 1L).datesUntil(today.plusDays(1)).toList();
            long events = events(site, days);
            int fewest = days.stream()
                    .mapToInt(day -> visitorDays.buckets(site.id(), day))
                    .min()
                    .orElseThrow();
            int of = events <= mostEvents ? fewest : Math.max(FEWEST_PARTS, fewest);
            long eventsEach = events / of;
            long wanted = Math.clamp(mostEvents / Math.max(1, eventsEach), 1, of);
            if (eventsEach > mostEvents) {
                return Optional.empty();
            }
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> all = new LinkedHashMap<>();
            Map<VisitorKey, NavigableMap<LocalDate, PersonDay>> others = new LinkedHashMap<>();
            AtomicLong room = new AtomicLong(LEEWAY * mostEvents);
            int parts = 0;
            while (parts < wanted && (parts == 0 || timeLeft.getAsBoolean())) {
                PersonReader.Persons read = read(site, days, new Part(parts++, of), room);
                all.putAll(read.days());
                others.putAll(read.others());
                if (room.get() < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(new VisitorSample(days, parts, of, all, others));
        }

        /** Counted from the statistics, so events since the last run are not included. */
        private long events(Site site, List<LocalDate> days) {
            return rows.range(site.id(), RowKey.of(OverviewCounts.STATISTIC), days.getFirst(), days.getLast()).stream()
                    .mapToLong(row -> row.total(OverviewCounts.STATISTIC).events())
                    .sum();
        }

        private PersonReader.Persons read(Site site, List<LocalDate> days, Part part, AtomicLong room) {
            List<Map<VisitorKey, Loaded>> byDay = Parallel.all(days, day -> visitors(site, day, part, room));
            PersonReader reader = new PersonReader(site.id(), dependencies.items(), visitorDays, site.exclude());
            Set<VisitorKey> visitors = new LinkedHashSet<>();
            for (int i = 0; i < days.size(); i++) {
                reader.take(days.get(i), byDay.get(i));
                visitors.addAll(byDay.get(i).keySet());
            }
            return reader.read(visitors);
        }

        private Map<VisitorKey, Loaded> visitors(Site site, LocalDate day, Part part, AtomicLong room) {
            Map<VisitorKey, Loaded> visitors = new LinkedHashMap<>();
            part.buckets(visitorDays.buckets(site.id(), day))
                    .forEach(bucket -> visitorDays.forEach(site.id(), day, bucket, (visitor, loaded) -> {
                        if (part.has(visitor) && room.addAndGet(-loaded.day().size()) >= 0) {
                            visitors.put(
                                    visitor, new Loaded(loaded.day(), List.of(), false, loaded.connected(), false));
                        }
                    }));
            return visitors;
        }
    }

    /** Every event on these days that counts. */
    public List<StoredEvent> events() {
        List<StoredEvent> events = new ArrayList<>();
        persons.values()
                .forEach(ofPerson -> ofPerson.forEach((day, personDay) -> {
                    if (days.contains(day)) {
                        events.addAll(personDay.events());
                    }
                }));
        return events;
    }
}
