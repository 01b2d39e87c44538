package dev.cairn.domain.insight;

import dev.cairn.domain.event.Money;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.statistic.Counts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a macro goal's conversions on a day, and the micro goals that the visitor met before them on that day or in
 * the 30 days before (N1).
 *
 * @param macros number of conversions by linkable visitors
 * @param value value of these conversions, by currency
 * @param byMicros conversions by number of distinct micro goals before them, including 0
 * @param micros counts by micro goal, for those that came before at least one conversion
 */
public record AssistCounts(
        long macros, Map<String, BigDecimal> value, Map<Integer, Long> byMicros, Map<String, Micro> micros)
        implements Counts<AssistCounts> {

    public static final AssistCounts EMPTY = new AssistCounts(0, Map.of(), Map.of(), Map.of());

    /**
     * The conversions that one micro goal came before.
     *
     * @param last the conversions before which the latest event that met any micro goal met this one
     * @param among the conversions by number of distinct micro goals before them, including this one
     * @param value full value of the conversions, by currency
     * @param lags the conversions by bucket b = floor(8·log2(1 + seconds)) of the time since the last event that met
     *     the micro goal (F5)
     */
    public record Micro(long last, Map<Integer, Long> among, Map<String, BigDecimal> value, Map<Integer, Long> lags)
            implements Counts<Micro> {
        public static final Micro EMPTY = new Micro(0, Map.of(), Map.of(), Map.of());

        /** Returns the number of conversions that it came before. */
        public long assisted() {
            return among.values().stream().mapToLong(Long::longValue).sum();
        }

        /**
         * Returns the fractional assists: a conversion with j distinct micro goals before it gives each of them 1/j
         * (N1.4). Over all micro goals, these add up to the number of conversions with at least one micro goal.
         */
        public double fractional() {
            return among.entrySet().stream()
                    .mapToDouble(each -> each.getValue() / (double) each.getKey())
                    .sum();
        }

        @Override
        public Micro plus(Micro other) {
            return new Micro(
                    last + other.last, sum(among, other.among), sumOfMoney(value, other.value), sum(lags, other.lags));
        }

        @Override
        public long weight() {
            return assisted();
        }
    }

    public Micro of(String micro) {
        return micros.getOrDefault(micro, Micro.EMPTY);
    }

    @Override
    public AssistCounts plus(AssistCounts other) {
        return new AssistCounts(
                macros + other.macros,
                sumOfMoney(value, other.value),
                sum(byMicros, other.byMicros),
                Counts.plus(micros, other.micros));
    }

    private static Map<Integer, Long> sum(Map<Integer, Long> one, Map<Integer, Long> other) {
        Map<Integer, Long> sum = new TreeMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }

    private static Map<String, BigDecimal> sumOfMoney(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
        Map<String, BigDecimal> sum = new TreeMap<>(one);
        other.forEach((currency, amount) -> sum.merge(currency, amount, BigDecimal::add));
        return sum;
    }

    @Override
    public long weight() {
        return macros;
    }

    /** Counts conversions in place. */
    static final class Counter {
        private final DayDefinitions definitions;
        private final Map<String, MacroCounter> macros = new HashMap<>();

        Counter(DayDefinitions definitions) {
            this.definitions = definitions;
        }

        void add(VisitorDayInput input) {
            for (Conversion conversion : input.tagged().conversions()) {
                if (definitions.macros().contains(conversion.goal())) {
                    macros.computeIfAbsent(conversion.goal(), any -> new MacroCounter())
                            .add(conversion, lookBack(input, conversion.event()));
                }
            }
        }

        /** @param before number of the day's events before the conversion's event */
        private LookBack lookBack(VisitorDayInput input, int before) {
            LookBack lookBack = new LookBack(
                    definitions.micros(),
                    input.tagged().events().get(before).event().at());
            LocalDate first = input.day().minusDays(MicroCounts.LOOK_BACK_DAYS);
            for (FunnelEvent event : input.journey()) {
                if (event.day().isBefore(input.day()) && !event.day().isBefore(first)) {
                    lookBack.take(event.at(), event.goals());
                }
            }
            List<TaggedEvent> ofDay = input.tagged().events().subList(0, before);
            ofDay.forEach(event -> lookBack.take(event.event().at(), event.goals()));
            return lookBack;
        }

        Map<String, AssistCounts> counts() {
            Map<String, AssistCounts> counts = new HashMap<>();
            macros.forEach((macro, counter) -> counts.put(macro, counter.counts()));
            return counts;
        }
    }

    /** Collects the micro goals met before a conversion; events must be added in order T4. */
    private static final class LookBack {
        private final Set<String> micros;
        private final long conversionAt;
        private final Map<String, Long> lastAt = new TreeMap<>();
        private Set<String> metLast = Set.of();

        LookBack(Set<String> micros, long conversionAt) {
            this.micros = micros;
            this.conversionAt = conversionAt;
        }

        void take(long at, Set<String> goals) {
            Set<String> met = new HashSet<>();
            for (String goal : goals) {
                if (micros.contains(goal)) {
                    met.add(goal);
                    lastAt.put(goal, at);
                }
            }
            metLast = met.isEmpty() ? metLast : met;
        }
    }

    private static final class MacroCounter {
        private long conversions;
        private final Map<String, BigDecimal> value = new TreeMap<>();
        private final Map<Integer, Long> byMicros = new TreeMap<>();
        private final Map<String, MicroCounter> micros = new TreeMap<>();

        void add(Conversion conversion, LookBack lookBack) {
            int distinct = lookBack.lastAt.size();
            conversions++;
            addTo(value, conversion.value());
            byMicros.merge(distinct, 1L, Long::sum);
            lookBack.lastAt.forEach((micro, at) -> {
                MicroCounter counter = micros.computeIfAbsent(micro, any -> new MicroCounter());
                counter.last += lookBack.metLast.contains(micro) ? 1 : 0;
                counter.among.merge(distinct, 1L, Long::sum);
                addTo(counter.value, conversion.value());
                counter.lags.merge(FunnelCounts.timeBucket(lookBack.conversionAt - at), 1L, Long::sum);
            });
        }

        private static void addTo(Map<String, BigDecimal> sum, @Nullable Money money) {
            if (money != null) {
                sum.merge(money.currency(), money.amount(), BigDecimal::add);
            }
        }

        AssistCounts counts() {
            Map<String, Micro> byMicro = new TreeMap<>();
            micros.forEach((micro, counter) ->
                    byMicro.put(micro, new Micro(counter.last, counter.among, counter.value, counter.lags)));
            return new AssistCounts(conversions, value, byMicros, byMicro);
        }
    }

    private static final class MicroCounter {
        private long last;
        private final Map<Integer, Long> among = new TreeMap<>();
        private final Map<String, BigDecimal> value = new TreeMap<>();
        private final Map<Integer, Long> lags = new TreeMap<>();
    }
}
