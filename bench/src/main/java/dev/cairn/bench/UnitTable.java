package dev.cairn.bench;

import dev.cairn.aws.CountingItems.Counted;
import java.util.Locale;
import java.util.Map;

/** A table of units per event by kind of item, with their sum. */
record UnitTable(Map<Kind, Counted> counted, int events) {
    private static final String LINE = "%-22s %9d %12.4f %9d %9d %12.4f%n";

    double writeUnitsPerEvent() {
        return (double) sum().writeUnits() / events;
    }

    double readUnitsPerEvent() {
        return (double) sum().readUnits() / events;
    }

    Counted sum() {
        return counted.values().stream().reduce(new Counted(0, 0, 0, 0, 0), UnitTable::sum);
    }

    static Counted sum(Counted one, Counted other) {
        return new Counted(
                one.writeUnits() + other.writeUnits(),
                one.readUnits() + other.readUnits(),
                one.writes() + other.writes(),
                one.refusedWrites() + other.refusedWrites(),
                one.reads() + other.reads());
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("%-22s %9s %12s %9s %9s %12s%n"
                .formatted("", "writes", "write units", "refused", "reads", "read units"));
        table.append("%-22s %9s %12s %9s %9s %12s%n".formatted("", "", "per event", "", "", "per event"));
        counted.forEach((kind, each) -> {
            if (each.writes() + each.reads() > 0) {
                table.append(line(kind.toString(), each));
            }
        });
        return table.append(line("total", sum())).toString();
    }

    private String line(String name, Counted each) {
        return LINE.formatted(
                        name,
                        each.writes(),
                        (double) each.writeUnits() / events,
                        each.refusedWrites(),
                        each.reads(),
                        (double) each.readUnits() / events)
                .formatted(Locale.ROOT);
    }
}
