package dev.cairn.collect.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Guesses the unit of a time that is unlikely to be in milliseconds. */
final class TimeUnitGuess {
    private static final long PLAUSIBLE_MILLIS = Duration.ofDays(3_650).toMillis();
    private static final int THOUSAND = 1_000;

    private TimeUnitGuess() {}

    /** A sentence with the same time in milliseconds; empty if the time is probably in milliseconds. */
    static Optional<String> hint(long at, long receivedAt) {
        if (isPlausible(at, receivedAt)) {
            return Optional.empty();
        }
        if (Math.abs(at) < Long.MAX_VALUE / THOUSAND && isPlausible(at * THOUSAND, receivedAt)) {
            return Optional.of(meant("seconds", at * THOUSAND));
        }
        return isPlausible(at / THOUSAND, receivedAt)
                ? Optional.of(meant("microseconds", at / THOUSAND))
                : Optional.empty();
    }

    /** The same for a string. */
    static Optional<String> hint(String at, long receivedAt) {
        try {
            return Optional.of("A string was sent; in milliseconds it is "
                    + Instant.parse(at).toEpochMilli() + ".");
        } catch (DateTimeException | ArithmeticException noInstant) {
            return at.matches("[0-9]{1,15}")
                    ? Optional.of("A string was sent; send it without quotes."
                            + hint(Long.parseLong(at), receivedAt)
                                    .map(" "::concat)
                                    .orElse(""))
                    : Optional.empty();
        }
    }

    private static boolean isPlausible(long millis, long receivedAt) {
        return Math.abs(receivedAt - millis) < PLAUSIBLE_MILLIS;
    }

    private static String meant(String unit, long millis) {
        return "at looks like " + unit + "; in milliseconds it is " + millis + ".";
    }
}
