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
 * The names of the archive's objects: {@code events/2026/11/21/23/} and a name, by the hour (UTC) in which the oldest
 * of its records came to the stream. So the order of the keys is that of the hours.
 */
public final class ArchiveKeys {
    public static final String ROOT = "events/";

    /** How much later than its oldest record a record of an object may have come. Firehose buffers for 15 minutes at most. */
    static final Duration LONGEST_OBJECT = Duration.ofHours(1);

    /** How much later than it was received a record may come to the stream. */
    static final Duration LONGEST_WAY = Duration.ofHours(1);

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu/MM/dd/HH")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final int HOUR_CHARS = "2026/11/21/23".length();

    private ArchiveKeys() {}

    /** What the keys of the objects of an hour begin with, the slash included. */
    public static String prefix(Instant arrival) {
        return ROOT + HOUR.format(arrival) + "/";
    }

    /** The beginning of the hour that a key names; empty when it is no key of the archive. */
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
