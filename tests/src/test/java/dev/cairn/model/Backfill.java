package dev.cairn.model;

import java.time.LocalDate;

/** A backfill of the days {@code from} to {@code to}, both included, with a plan version (R4). */
public record Backfill(LocalDate from, LocalDate to, int planVersion) {

    boolean holdsFor(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
