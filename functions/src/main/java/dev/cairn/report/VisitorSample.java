package dev.cairn.report;

import dev.cairn.domain.VisitorKey;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Persons;
import dev.cairn.store.Persons.Person;
import dev.cairn.store.Ports;
import dev.cairn.store.Rows;
import dev.cairn.store.VisitorDays;
import dev.cairn.store.VisitorDays.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Everybody who was seen on the last {@link #DAYS} local days, today included, or where that is too much for one answer,
 * everybody in some of the buckets: a bucket is chosen by the visitor's hash, so all days of a visitor are in the sample
 * or none.
 *
 * @param buckets how many of {@link VisitorDays#BUCKETS} were read
 * @param persons by visitor and day
 */
record VisitorSample(List<LocalDate> days, int buckets, Map<VisitorKey, TreeMap<LocalDate, Person>> persons) {
    static final int DAYS = 7;

    /** Some 50 MB and a few seconds. */
    static final long MOST_EVENTS = 100_000;

    /** The statistics are half an hour behind; a site that grew by more than this in it can wait. */
    private static final int LEEWAY = 3;

    boolean isWhole() {
        return buckets == VisitorDays.BUCKETS;
    }

    /** The share of the visitors that is in it. */
    double share() {
        return buckets / (double) VisitorDays.BUCKETS;
    }

    /** Reads samples of a site. */
    static final class Reader {
        private final VisitorDays visitorDays;
        private final Persons persons;
        private final Rows rows;
        private final Ports ports;
        private final long mostEvents;

        Reader(Ports ports, long mostEvents) {
            this.visitorDays = new VisitorDays(ports.items());
            this.persons = new Persons(ports.items());
            this.rows = new Rows(ports.items());
            this.ports = ports;
            this.mostEvents = mostEvents;
        }

        /**
         * Empty when even one bucket is more than can be looked at.
         *
         * @param timeLeft false when no further bucket should be begun
         */
        Optional<VisitorSample> read(Site site, BooleanSupplier timeLeft) {
            LocalDate today = site.zones().dayOf(ports.clock().millis());
            List<LocalDate> days =
                    today.minusDays(DAYS - 1L).datesUntil(today.plusDays(1)).toList();
            long perBucket = events(site, days) / VisitorDays.BUCKETS;
            long wanted = Math.clamp(mostEvents / Math.max(1, perBucket), 1, VisitorDays.BUCKETS);
            if (perBucket > mostEvents) {
                return Optional.empty();
            }
            Map<VisitorKey, TreeMap<LocalDate, Person>> all = new LinkedHashMap<>();
            AtomicLong room = new AtomicLong(LEEWAY * mostEvents);
            int bucket = 0;
            while (bucket < wanted && (bucket == 0 || timeLeft.getAsBoolean())) {
                read(site, days, bucket++, all, room);
                if (room.get() < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(new VisitorSample(days, bucket, all));
        }

        /** By the statistics: what came since the last run is not in it. */
        private long events(Site site, List<LocalDate> days) {
            return rows.range(site.id(), RowKey.of(Overview.STATISTIC), days.getFirst(), days.getLast()).stream()
                    .mapToLong(row -> row.total(Overview.STATISTIC).events())
                    .sum();
        }

        private void read(
                Site site,
                List<LocalDate> days,
                int bucket,
                Map<VisitorKey, TreeMap<LocalDate, Person>> all,
                AtomicLong room) {
            List<Map<VisitorKey, Person>> byDay =
                    AtOnce.all(days, day -> persons.of(site.id(), day, visitors(site, day, bucket, room)));
            for (int i = 0; i < days.size(); i++) {
                LocalDate day = days.get(i);
                byDay.get(i)
                        .forEach((visitor, person) -> all.computeIfAbsent(visitor, key -> new TreeMap<>())
                                .put(day, person));
            }
        }

        private Map<VisitorKey, Loaded> visitors(Site site, LocalDate day, int bucket, AtomicLong room) {
            Map<VisitorKey, Loaded> visitors = new LinkedHashMap<>();
            visitorDays.forEach(site.id(), day, bucket, (visitor, loaded) -> {
                if (room.addAndGet(-loaded.day().size()) >= 0) {
                    visitors.put(visitor, new Loaded(loaded.day(), List.of(), loaded.returning()));
                }
            });
            return visitors;
        }
    }

    /** Every day of everybody. */
    List<Person> all() {
        List<Person> all = new ArrayList<>();
        persons.values().forEach(days -> all.addAll(days.values()));
        return all;
    }
}
