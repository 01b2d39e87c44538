package dev.cairn.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The counts of a run. */
final class Tally {
    private final Map<What, Long> counts = new EnumMap<>(What.class);

    void add(What what) {
        add(what, 1);
    }

    void add(What what, long number) {
        counts.merge(what, number, Long::sum);
    }

    long of(What what) {
        return counts.getOrDefault(what, 0L);
    }

    void add(Tally other) {
        other.counts.forEach(this::add);
    }

    /** One line for each count. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, number) -> text.append(
                "  %-26s %,12d%n".formatted(what.name().toLowerCase(Locale.ROOT).replace('_', ' '), number)));
        return text.toString();
    }
}
