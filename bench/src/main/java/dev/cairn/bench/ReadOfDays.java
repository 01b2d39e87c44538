package dev.cairn.bench;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The kind of a read of visitor days: whole buckets or single visitors, and the age of the day when it was read. The
 * shop's days are UTC days.
 */
record ReadOfDays(boolean bucket, Age age) implements Comparable<ReadOfDays> {
    enum Age {
        LATER,
        TODAY,
        YESTERDAY,
        EARLIER
    }

    /** Empty for other kinds of items. */
    static Optional<ReadOfDays> of(Kind kind, String partition, boolean bucket, Clock clock) {
        if (kind != Kind.VISITOR_DAYS) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Optional.of(new ReadOfDays(bucket, age(LocalDate.parse(partition.split("#")[1]), today)));
    }

    private static Age age(LocalDate day, LocalDate today) {
        if (day.isAfter(today)) {
            return Age.LATER;
        }
        return day.equals(today) ? Age.TODAY : day.plusDays(1).equals(today) ? Age.YESTERDAY : Age.EARLIER;
    }

    @Override
    public int compareTo(ReadOfDays other) {
        return bucket == other.bucket ? age.compareTo(other.age) : Boolean.compare(other.bucket, bucket);
    }

    @Override
    public String toString() {
        return (bucket ? "buckets" : "single") + ", " + age.name().toLowerCase(java.util.Locale.ROOT);
    }
}
