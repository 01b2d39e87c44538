package dev.cairn.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The names of the archive's objects: {@code events/2026/11/21/23/} and a name, by the hour (UTC) in which the oldest
 * of its records came to the stream. So the order of the keys is that of the hours.
 */
public final class ArchiveHours {
    public static final String ROOT = "events/";

    /** How much later than its oldest record a record of an object may have come. Firehose buffers for 15 minutes at most. */
    static final Duration LONGEST_OBJECT = Duration.ofHours(1);

    /** How much later than it was received a record may come to the stream. */
    static final Duration LONGEST_WAY = Duration.ofHours(1);

    private static final String PATTERN = "yyyy/MM/dd/HH";
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH").withZone(ZoneOffset.UTC);

    private ArchiveHours() {}

    /** What the keys of the objects of an hour begin with, the slash included. */
    public static String prefix(Instant arrival) {
        return ROOT + HOUR.format(arrival) + "/";
    }

    /** The beginning of the hour that a key names; empty when it is no key of the archive. */
    public static Optional<Instant> hourOf(String key) {
        int end = ROOT.length() + PATTERN.length();
        if (!key.startsWith(ROOT) || key.length() <= end || key.charAt(end) != '/') {
            return Optional.empty();
        }
        try {
            LocalDateTime hour = LocalDateTime.parse(key.substring(ROOT.length(), end) + ":00", MINUTE);
            return Optional.of(hour.toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException anotherName) {
            return Optional.empty();
        }
    }

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu/MM/dd/HH:mm");

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
