package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import dev.cairn.local.reconcile.Reconciliation.Outcome;
import dev.cairn.local.reconcile.Reconciliation.Pair;
import dev.cairn.local.reconcile.Reconciliation.Sums;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a reconciliation: the orders by outcome, one per line, and the sums of both sides. */
public final class ReconciliationReport {
    private static final String LINE = "  %-10s  %-26s  %18s  %18s  %s";
    private static final String SUM = "%-15s %8s  %18s  %18s%n";

    private ReconciliationReport() {}

    public static void print(Reconciliation found, PrintStream out) {
        for (Outcome outcome : Outcome.values()) {
            List<Pair> pairs = found.of(outcome);
            if (!pairs.isEmpty()) {
                out.println(outcome.words() + ":");
                out.println(LINE.formatted("day", "order", "in the file", "here", "channel")
                        .stripTrailing());
                pairs.forEach(each -> out.println(line(each)));
                out.println();
            }
        }
        out.printf(SUM, "", "orders", "in the file", "here");
        found.byOutcome().forEach((outcome, sums) -> print(outcome.words(), sums, out));
        print("total", found.total(), out);
    }

    private static String line(Pair each) {
        String order = each.shop() == null && each.name().isEmpty() ? "(no order id)" : each.name();
        String day = each.day().toString();
        CountedOrder counted = each.counted();
        String other = each.shop() != null && counted != null && !counted.day().equals(each.day())
                ? "  (here on " + counted.day() + ")"
                : "";
        return (LINE.formatted(
                                day,
                                each.shop() == null && !each.name().isEmpty()
                                        ? "hash " + order.substring(0, 16)
                                        : order,
                                each.shop() == null ? "" : text(each.shop().amount()),
                                counted == null ? "" : counted.refunded() ? "refunded" : here(counted.amount()),
                                Reconciliation.channel(each))
                        + other)
                .stripTrailing();
    }

    private static String here(@Nullable Money amount) {
        return amount == null ? "no amount" : text(amount);
    }

    private static String text(Money amount) {
        return amount.amount().toPlainString() + " " + amount.currency();
    }

    private static void print(String name, Sums sums, PrintStream out) {
        TreeSet<String> currencies = new TreeSet<>(sums.inFile().keySet());
        currencies.addAll(sums.here().keySet());
        String first = currencies.isEmpty() ? "" : currencies.first();
        out.printf(SUM, name, sums.orders(), sum(sums.inFile(), first), sum(sums.here(), first));
        currencies.stream()
                .skip(1)
                .forEach(each -> out.printf(SUM, "", "", sum(sums.inFile(), each), sum(sums.here(), each)));
    }

    private static String sum(Map<String, BigDecimal> sums, String currency) {
        return currency.isEmpty()
                ? ""
                : sums.getOrDefault(currency, BigDecimal.ZERO).toPlainString() + " " + currency;
    }

    /** For example {@code direct 3, email 2}. */
    public static String channels(Reconciliation found, Outcome outcome) {
        return found.channels(outcome).entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
