package dev.cairn.local.reconcile;

import dev.cairn.domain.event.Money;
import dev.cairn.store.Hashes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a shop's list of orders with the orders that Cairn counts. Every order on either side has exactly one
 * outcome, so the sums over the outcomes equal the sums of both sides.
 *
 * @param pairs by outcome, then by day
 */
public record Reconciliation(List<Pair> pairs) {

    /** The outcome of comparing an order. */
    public enum Outcome {
        MISSING_HERE("missing here"),
        EXTRA_HERE("extra here"),
        AMOUNT_DIFFERS("amount differs"),
        REFUNDED_HERE("refunded here"),
        MATCHED("matched");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * An order found on one side or on both.
     *
     * @param shop null for an order that only Cairn has
     * @param counted null for an order that only the shop has
     */
    public record Pair(
            Outcome outcome,
            @Nullable ShopOrder shop,
            @Nullable CountedOrder counted) {

        LocalDate day() {
            return shop != null ? shop.day() : counted != null ? counted.day() : LocalDate.MIN;
        }

        String name() {
            return shop != null ? shop.id() : counted == null || counted.hash() == null ? "" : counted.hash();
        }

        /** The amount that Cairn counts; none for a fully refunded order. */
        public @Nullable Money countedAmount() {
            return counted == null ? null : counted.amount();
        }
    }

    /**
     * Compares both sides.
     *
     * @param counted may include orders from other days, because the shop's clock and the visitor's may differ; they
     *     count as extra only from {@code from} to {@code to}
     */
    public static Reconciliation of(List<ShopOrder> shop, List<CountedOrder> counted, LocalDate from, LocalDate to) {
        Map<String, CountedOrder> byHash = new HashMap<>();
        counted.stream()
                .filter(each -> each.hash() != null)
                .forEach(each -> byHash.merge(each.hash(), each, (one, other) -> one.refunded() ? other : one));
        List<Pair> pairs = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (ShopOrder order : shop) {
            String hash = Hashes.text(order.id());
            known.add(hash);
            CountedOrder here = byHash.get(hash);
            pairs.add(new Pair(outcome(order, here), order, here));
        }
        counted.stream()
                .filter(each -> each.hash() == null || !known.contains(each.hash()))
                .filter(each -> !each.refunded())
                .filter(each -> !each.day().isBefore(from) && !each.day().isAfter(to))
                .forEach(each -> pairs.add(new Pair(Outcome.EXTRA_HERE, null, each)));
        pairs.sort(Comparator.comparing(Pair::outcome).thenComparing(Pair::day).thenComparing(Pair::name));
        return new Reconciliation(List.copyOf(pairs));
    }

    private static Outcome outcome(ShopOrder order, @Nullable CountedOrder here) {
        if (here == null) {
            return Outcome.MISSING_HERE;
        }
        if (here.refunded()) {
            return Outcome.REFUNDED_HERE;
        }
        Money amount = here.amount();
        boolean same = amount != null
                && amount.currency().equals(order.amount().currency())
                && amount.amount().compareTo(order.amount().amount()) == 0;
        return same ? Outcome.MATCHED : Outcome.AMOUNT_DIFFERS;
    }

    /** Whether both sides agree. */
    public boolean agrees() {
        return pairs.stream().allMatch(each -> each.outcome() == Outcome.MATCHED);
    }

    /** The pairs with this outcome. */
    public List<Pair> of(Outcome outcome) {
        return pairs.stream().filter(each -> each.outcome() == outcome).toList();
    }

    /** Sums of amounts by currency. */
    public record Sums(long orders, Map<String, BigDecimal> inFile, Map<String, BigDecimal> here) {
        static Sums of(List<Pair> pairs) {
            Map<String, BigDecimal> inFile = new TreeMap<>();
            Map<String, BigDecimal> here = new TreeMap<>();
            for (Pair each : pairs) {
                add(inFile, each.shop() == null ? null : each.shop().amount());
                add(here, each.countedAmount());
            }
            return new Sums(pairs.size(), inFile, here);
        }

        private static void add(Map<String, BigDecimal> sums, @Nullable Money amount) {
            if (amount != null) {
                sums.merge(amount.currency(), amount.amount(), BigDecimal::add);
            }
        }
    }

    /** The sums for each outcome, including outcomes without orders. */
    public Map<Outcome, Sums> byOutcome() {
        Map<Outcome, Sums> sums = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            sums.put(outcome, Sums.of(of(outcome)));
        }
        return sums;
    }

    public Sums total() {
        return Sums.of(pairs);
    }

    /** The channels of the orders with an outcome, by number of orders. */
    public Map<String, Long> channels(Outcome outcome) {
        return of(outcome).stream()
                .collect(Collectors.groupingBy(Reconciliation::channel, TreeMap::new, Collectors.counting()));
    }

    /** The channel of an order in Cairn, or a placeholder for an order without a visit. */
    public static String channel(Pair pair) {
        CountedOrder counted = pair.counted();
        return counted == null ? "" : counted.channel() == null ? "(no visit)" : counted.channel();
    }
}
