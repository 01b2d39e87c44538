package dev.cairn.model;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the differences between expected and actual cells; a cell of zero equals a missing one. */
public final class Differences {
    /** Six standard errors of the sketch: its cells are the only estimates, and only above its k. */
    private static final double ESTIMATE_ERROR = 0.1;

    private static final String NONE = "0";

    private Differences() {}

    /** One line for each cell that differs, in order; empty when nothing does. */
    public static List<String> of(Map<String, String> expected, Map<String, String> actual) {
        TreeSet<String> differing = new TreeSet<>();
        expected.forEach((path, cell) -> {
            if (!same(cell, actual.getOrDefault(path, NONE))) {
                differing.add(path);
            }
        });
        actual.forEach((path, cell) -> {
            if (!expected.containsKey(path) && !same(NONE, cell)) {
                differing.add(path);
            }
        });
        return differing.stream()
                .map(path -> path + ": expected " + expected.getOrDefault(path, NONE) + " but was "
                        + actual.getOrDefault(path, NONE))
                .toList();
    }

    private static boolean same(String expected, String actual) {
        if (actual.startsWith("~")) {
            double exact = Double.parseDouble(expected);
            return Math.abs(Double.parseDouble(actual.substring(1)) - exact) <= ESTIMATE_ERROR * exact;
        }
        return expected.equals(actual);
    }
}
