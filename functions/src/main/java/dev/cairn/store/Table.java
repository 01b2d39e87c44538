package dev.cairn.store;

/** The four tables. Access rights are defined in template.yaml. */
public enum Table {
    /** Plan versions and keys. */
    SETTINGS,
    /** Salts of daily visitors, kept separate so that deleting them is final. */
    SALTS,
    /** Visitor days, journeys, claims, quarantine. */
    STATE,
    /** Marks, partials, rows, averages and live counters. */
    STATISTICS
}
