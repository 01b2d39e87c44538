package dev.cairn.store;

/** The four tables; who may touch which is in template.yaml. */
public enum Table {
    /** The plan's versions and the keys. */
    SETTINGS,
    /** Salts of daily visitors, apart from everything else so that deleting them forgets for good. */
    SALTS,
    /** Visitor days, journeys, claims, quarantine. */
    STATE,
    /** Marks, bucket partials, rows, averages, the running day. */
    STATISTICS
}
