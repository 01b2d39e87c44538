package dev.cairn.model;

import java.util.SortedMap;
import java.util.TreeMap;

/** What every cell of every statistic must be (SPEC sections 3 and 5), by the definitions and by nothing cleverer. */
public final class Model {

    private Model() {}

    /**
     * Every cell that is not zero, by {@code resource|day|part|part…}, for example
     * {@code funnel/checkout/entry|2026-03-01|reached|2} (steps count from 1). Names of resources and parts are those
     * of the stored rows.
     */
    public static SortedMap<String, String> cells(History history) {
        return new TreeMap<>();
    }
}
