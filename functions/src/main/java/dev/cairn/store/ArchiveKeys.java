package dev.cairn.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * The keys of archive objects: {@code events/2026/11/21/23/NAME}, where the path is the UTC hour in which the object's
 * oldest record reached the stream. Key order is therefore hour order.
 */
public final class ArchiveKeys {
    public static final String ROOT = "events/";

    /**
     * The longest time between the arrivals of an object's oldest and newest records. Firehose buffers for at most 15
     * minutes.
     */
    static final Duration LONGEST_OBJECT = Duration.ofHours(1);

    /** The longest time from receiving a record to its arrival on the stream. */
    static final Duration LONGEST_WAY = Duration.ofHours(1);

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu/MM/dd/HH")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final int HOUR_CHARS = "2026/11/21/23".length();

    private ArchiveKeys() {}

    /** The key prefix of an hour's objects, including the trailing slash. */
    public static String prefix(Instant arrival) {
        return ROOT + HOUR.format(arrival) + "/";
    }

    /** The start of a key's hour; empty when it is not an archive key. */
    public static Optional<Instant> hourOf(String key) {
        int end = ROOT.length() + HOUR_CHARS;
        if (!key.startsWith(ROOT) || key.length() <= end || key.charAt(end) != '/') {
            return Optional.empty();
        }
        try {
            TemporalAccessor hour = HOUR.parse(key.substring(ROOT.length(), end));
            return Optional.of(LocalDate.from(hour)
                    .atTime(hour.get(ChronoField.HOUR_OF_DAY), 0)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException anotherName) {
            return Optional.empty();
        }
    }

    /** The first hour whose objects may hold a record received at {@code from} or later. */
    public static Instant firstHour(Instant from) {
        return from.minus(LONGEST_OBJECT).truncatedTo(ChronoUnit.HOURS);
    }

    /** The last hour whose objects may hold a record received before {@code to}. */
    public static Instant lastHour(Instant to) {
        return to.minusMillis(1).plus(LONGEST_WAY).truncatedTo(ChronoUnit.HOURS);
    }

    /** Whether the object of a key may hold a record received from {@code from} to before {@code to}. */
    public static boolean mayHold(String key, Instant from, Instant to) {
        return hourOf(key)
                .filter(hour -> from.isBefore(to) && !hour.isBefore(firstHour(from)) && !hour.isAfter(lastHour(to)))
                .isPresent();
    }
}
