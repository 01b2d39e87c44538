package dev.cairn.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The outcome of everything received, by the event's day and the day of receipt. */
final class HealthFigures {
    private final Table table;
    private final Calendar calendar;

    HealthFigures(Table table, Calendar calendar) {
        this.table = table;
        this.calendar = calendar;
    }

    /** Excluded and rejected events have only the day of receipt. */
    void addReceipts(Request request, List<Copy> copies) {
        LocalDate received = calendar.dayOf(request.receivedAt());
        for (Copy copy : copies) {
            if (copy.excluded() != null) {
                add(received, received, "bots|" + copy.excluded());
            }
        }
        request.rejected().values().forEach(reason -> add(received, received, "rejected|" + reason));
        Map<String, List<Copy>> deliveries = copies.stream().collect(Collectors.groupingBy(Copy::delivery));
        deliveries.values().forEach(brought -> addAccepted(received, brought));
    }

    /** A delivery counts as accepted on the day of its first event, even if its other events are earlier or later. */
    private void addAccepted(LocalDate received, List<Copy> brought) {
        Copy first =
                brought.stream().min(Comparator.comparingInt(Copy::position)).orElseThrow();
        LocalDate day = first.excluded() == null ? first.day() : received;
        table.row("health", day).add(received + "|accepted", brought.size());
    }

    /** D1: a copy counts, repeats the copy that counts, or conflicts with it. */
    void add(Copy copy, Copy counting) {
        LocalDate received = calendar.dayOf(copy.receivedAt());
        if (copy.equals(counting)) {
            add(copy.day(), received, "stored");
            if (received.isAfter(copy.day())) {
                add(copy.day(), received, "late");
            }
        } else {
            add(copy.day(), received, copy.content() == counting.content() ? "duplicates" : "conflicting");
        }
    }

    /** A copy that a rule of the plan leaves out counts under the rule, on the day of its event. */
    void addLeftOut(Copy copy, String rule) {
        add(copy.day(), calendar.dayOf(copy.receivedAt()), "bots|rule:" + rule);
    }

    /** D3: a refund whose currency differs from its order's. */
    void addRefundInOtherCurrency(Copy refund) {
        add(refund.day(), calendar.dayOf(refund.receivedAt()), "warnings|refund_currency");
    }

    private void add(LocalDate day, LocalDate received, String figure) {
        table.row("health", day).add(received + "|" + figure, 1);
    }
}
