package dev.cairn.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** What differs between the cells there must be and those there are; a cell of zero is the same as none. */
public final class Differences {
    /** Six standard errors of the sketch, whose cells are the only ones that are estimates, and only above its k. */
    private static final double ESTIMATE_ERROR = 0.1;

    private Differences() {}

    /** One line for each cell that differs, in order; empty when nothing does. */
    public static List<String> of(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        TreeSet<String> paths = new TreeSet<>(expected.keySet());
        paths.addAll(actual.keySet());
        return paths.stream()
                .filter(path -> !same(expected.getOrDefault(path, "0"), actual.getOrDefault(path, "0")))
                .map(path -> path + ": expected " + expected.getOrDefault(path, "0") + " but was "
                        + actual.getOrDefault(path, "0"))
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
