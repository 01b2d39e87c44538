package dev.cairn.local.imports;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the outcomes of an export's rows: events, and skipped rows by reason. */
public final class ImportTally {
    private long events;
    private long withoutVisitor;
    private final Map<String, Long> leftOut = new TreeMap<>();

    void event(boolean hasVisitor) {
        events++;
        withoutVisitor += hasVisitor ? 0 : 1;
    }

    void leaveOut(String reason) {
        leftOut.merge(reason, 1L, Long::sum);
    }

    public long events() {
        return events;
    }

    /** For example {@code 12 events; left out: 3 session_start, 1 first_visit}. */
    public String sentence() {
        String left = leftOut.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return "%,d event%s%s%s"
                .formatted(
                        events,
                        events == 1 ? "" : "s",
                        withoutVisitor == 0
                                ? ""
                                : ", %,d of them without a visitor, as no consent is recorded"
                                        .formatted(withoutVisitor),
                        left.isEmpty() ? "" : "; left out: " + left);
    }
}
