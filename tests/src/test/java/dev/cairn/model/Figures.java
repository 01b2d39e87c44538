package dev.cairn.model;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The figures of one row, or of one value in a breakdown: numbers that add up, and sets. */
final class Figures {
    private final Map<String, BigDecimal> sums = new HashMap<>();
    /** By list. */
    private final SortedMap<String, SortedSet<String>> marks = new TreeMap<>();

    /** The rank of a breakdown's values (F7). */
    long weight;

    void add(String path, long number) {
        add(path, BigDecimal.valueOf(number));
    }

    void add(String path, BigDecimal number) {
        sums.merge(path, number, BigDecimal::add);
    }

    void mark(String list, String what) {
        marks.computeIfAbsent(list, any -> new TreeSet<>()).add(what);
    }

    void addAll(Figures other) {
        other.sums.forEach(this::add);
        other.marks.forEach((list, all) -> all.forEach(what -> mark(list, what)));
        weight += other.weight;
    }

    /** At most {@code most} elements of each set, the first by name. */
    void forEach(int most, BiConsumer<String, String> cell) {
        for (Map.Entry<String, BigDecimal> sum : sums.entrySet()) {
            if (sum.getValue().signum() != 0) {
                cell.accept(sum.getKey(), Cells.number(sum.getValue()));
            }
        }
        marks.forEach((list, all) ->
                all.stream().limit(most).forEach(what -> cell.accept(list + "|" + Cells.part(what), "1")));
    }
}
