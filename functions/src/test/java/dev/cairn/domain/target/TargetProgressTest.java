package dev.cairn.domain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetProgressTest {
    /** A Monday. */
    private static final LocalDate FROM = LocalDate.parse("2026-03-02");

    private static final LocalDate LONG_AGO = FROM.minusDays(1000);

    /** The days of the target are counted from 0. */
    private static LocalDate day(int fromBeginning) {
        return FROM.plusDays(fromBeginning);
    }

    private static Map<LocalDate, BigDecimal> steady(int each, LocalDate from, LocalDate to) {
        Map<LocalDate, BigDecimal> days = new TreeMap<>();
        from.datesUntil(to.plusDays(1)).forEach(date -> days.put(date, BigDecimal.valueOf(each)));
        return days;
    }

    private static TargetTerms terms(int figure, int days) {
        return new TargetTerms(FROM, day(days - 1), BigDecimal.valueOf(figure), false, false);
    }

    private static TargetTerms ceiling(int figure, int days) {
        return new TargetTerms(FROM, day(days - 1), BigDecimal.valueOf(figure), true, false);
    }

    /** On day {@code today}, counted from the target's first, with everything before it complete. */
    private static DailyMetric metric(Map<LocalDate, BigDecimal> values, int today) {
        return new DailyMetric(values, LONG_AGO, day(today - 1), day(today));
    }

    /**
     * By hand: 10 a day before and since, none today, 300 in 40 days, day 21. Weights are 1, as the days are equal and
     * each weekday came 8 times: (80+2)/8 scaled to mean 1. Level (560+½)/56 = 10.00893 a day, mu 20 times that, phi 1.
     * Var = 200.1786 + 200.1786·20/56 + 200.1786²·0.0009·(20+56)/7/3 = 200.1786 + 71.4923 + 130.5190 = 402.1899;
     * c = 0.0100368; y = 300 - ½ - 200 = 99.5; (0.4970562^⅓ - 1 + 0.0011152)/0.0333944 = (0.7921398 - 0.9988848)/0.0333944
     * = -6.19110, so P = 1 - 3e-10.
     */
    @Test
    void N7_aSteadySiteByHand() {
        DailyMetric metric = metric(steady(10, LONG_AGO, day(19)), 20);

        TargetProgress progress = TargetProgress.of(terms(300, 40), metric);

        assertThat(progress.actual()).isEqualByComparingTo("200");
        assertThat(progress.closed()).isEqualByComparingTo("200");
        assertThat(progress.path().expected()).isCloseTo(150, within(1e-9));
        assertThat(progress.path().pace()).isCloseTo(200 / 150.0, within(1e-9));
        assertThat(progress.path().remainingDays()).isEqualTo(20);
        assertThat(progress.path().neededPerDay()).isCloseTo(5, within(1e-9));
        assertThat(progress.outlook().forecast()).isCloseTo(400.17857, within(1e-5));
        // 200 + 200.1786·(0.9988848 ∓ 1.281552·0.0333944)³
        assertThat(progress.outlook().low()).isCloseTo(374.9488, within(0.001));
        assertThat(progress.outlook().high()).isCloseTo(426.2678, within(0.001));
        assertThat(1 - progress.probability()).isBetween(2e-10, 4e-10);
        assertThat(progress.status()).isEqualTo(TargetStatus.AHEAD);

        // y = 400 - ½ - 200 = 199.5: ((199.5/200.1786)^⅓ - 0.9988848)/0.0333944 = (0.9988688 - 0.9988848)/0.0333944 =
        // -0.00048
        assertThat(TargetProgress.of(terms(400, 40), metric).probability()).isCloseTo(0.5002, within(0.0002));
        // y = 229.5: (1.0466 - 0.9988848)/0.0333944 = 1.42884, P = 0.0765
        assertThat(TargetProgress.of(terms(430, 40), metric).probability()).isCloseTo(0.0765, within(0.0005));
    }

    /** Each formula against {@link PlainTarget}, on sites of any size, age and rhythm. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void N7_eachFormulaIsThatOfTheRule(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            int length = 1 + random.nextInt(100);
            int today = random.nextInt(length);
            int age = 14 + random.nextInt(120) - Math.min(today, 14);
            LocalDate firstDay = day(today).minusDays(Math.max(age, 14));
            double mean = Math.exp(random.nextDouble() * Math.log(300));
            Map<LocalDate, BigDecimal> values = new TreeMap<>();
            Map<LocalDate, Double> plain = new TreeMap<>();
            for (LocalDate date = firstDay; !date.isAfter(day(today)); date = date.plusDays(1)) {
                double weekend = date.getDayOfWeek().getValue() >= 6 ? 0.4 : 1.2;
                int value = (int) Math.max(0, Math.round(mean * weekend * (1 + random.nextGaussian() * 0.6)));
                values.put(date, BigDecimal.valueOf(value));
                plain.put(date, (double) value);
            }
            int figure = (int) Math.max(1, mean * length * (0.6 + random.nextDouble()));
            DailyMetric metric = new DailyMetric(values, firstDay, day(today - 1), day(today));
            PlainTarget rule = new PlainTarget(plain, firstDay, day(today - 1), FROM, day(length - 1));

            TargetProgress floor = TargetProgress.of(terms(figure, length), metric);
            TargetProgress ceiling = TargetProgress.of(ceiling(figure, length), metric);

            assertThat(floor.closed().doubleValue()).isEqualTo(rule.closed());
            assertThat(floor.actual().doubleValue()).isEqualTo(rule.sum(FROM, day(today)));
            assertThat(floor.path().expected()).isCloseTo(rule.expected(figure), within(1e-6));
            if (today > 0) {
                assertThat(floor.path().pace()).isCloseTo(rule.closed() / rule.expected(figure), within(1e-6));
            }
            assertThat(floor.path().remainingDays()).isEqualTo(rule.remaining());
            assertThat(floor.path().neededPerDay())
                    .isCloseTo(Math.max(0, figure - rule.closed()) / rule.remaining(), within(1e-9));
            assertThat(floor.outlook().forecast()).isCloseTo(rule.closed() + rule.mean(), within(1e-6));
            assertThat(rule.probabilityOfAtLeast(floor.outlook().high() - rule.closed()))
                    .isCloseTo(0.1, within(1e-6));
            if (floor.outlook().low() > rule.closed()) {
                assertThat(rule.probabilityOfAtLeast(floor.outlook().low() - rule.closed()))
                        .isCloseTo(0.9, within(1e-6));
            }
            if (floor.status() != TargetStatus.REACHED) {
                assertThat(floor.probability())
                        .isCloseTo(rule.probabilityOfAtLeast(figure - 0.5 - rule.closed()), within(1e-8));
            }
            if (ceiling.status() != TargetStatus.MISSED) {
                assertThat(ceiling.probability())
                        .isCloseTo(1 - rule.probabilityOfAtLeast(figure + 0.5 - rule.closed()), within(1e-8));
            }
            double path = 0;
            double all = rule.weights(FROM, day(length - 1));
            for (TargetProgress.Day each : floor.days()) {
                path += figure * rule.weight(each.date()) / all;
                assertThat(each.expected()).isCloseTo(path, within(1e-6));
                if (each.date().isAfter(day(today))) {
                    assertThat(each.actual()).isNull();
                } else {
                    assertThat(each.actual().doubleValue()).isEqualTo(rule.sum(FROM, each.date()));
                }
            }
            assertThat(floor.days()).hasSize(length);
        }
    }

    @Test
    void N7_moneyIsComparedWithoutTheHalf() {
        DailyMetric metric = metric(steady(10, LONG_AGO, day(19)), 20);
        BigDecimal figure = BigDecimal.valueOf(400);
        LocalDate to = day(39);

        double money = TargetProgress.of(new TargetTerms(FROM, to, figure, false, true), metric)
                .probability();
        double ceiling = TargetProgress.of(new TargetTerms(FROM, to, figure, true, true), metric)
                .probability();
        double things = TargetProgress.of(new TargetTerms(FROM, to, figure, false, false), metric)
                .probability();

        // (200/200.1786)^⅓ = 0.9997025, (0.9997025 - 0.9988848)/0.0333944 = 0.02449: P = 0.4902
        assertThat(money).isCloseTo(0.4902, within(0.0002)).isLessThan(things);
        assertThat(money + ceiling).isCloseTo(1, within(1e-12));
    }

    @Test
    void N7_theTargetsOwnDaysDoNotChangeTheWeights() {
        Map<LocalDate, BigDecimal> values = steady(10, LONG_AGO, day(-1));
        values.putAll(steady(500, day(5), day(6)));

        TargetProgress progress = TargetProgress.of(terms(700, 14), metric(values, 7));

        assertThat(progress.path().expected()).isCloseTo(350, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"27, 1.0", "28, 0.2"})
    void N7_weightsNeedTwentyEightKnownDays(int known, double sunday) {
        Map<LocalDate, BigDecimal> values = new TreeMap<>();
        for (int i = 1; i <= known; i++) {
            boolean rest = FROM.minusDays(i).getDayOfWeek().getValue() == 7;
            values.put(FROM.minusDays(i), BigDecimal.valueOf(rest ? 0 : 10));
        }
        DailyMetric metric = new DailyMetric(values, FROM.minusDays(known), day(-1), day(0));

        double weight = WeekdayWeights.before(FROM, metric).of(day(6));

        // 28 days: (0+2)/4 = 0.5 on Sundays, (40+2)/4 = 10.5 else; mean 9.0714
        assertThat(weight).isCloseTo(known < 28 ? sunday : 0.5 / 9.0714, within(1e-4));
    }

    @Test
    void N7_theYearBeforeIs364DaysEarlierAndThePeriodBeforeEndsTheDayBefore() {
        Map<LocalDate, BigDecimal> values = new TreeMap<>();
        values.put(LocalDate.parse("2025-03-03"), BigDecimal.valueOf(5));
        values.put(LocalDate.parse("2025-03-12"), BigDecimal.valueOf(7));
        values.put(LocalDate.parse("2025-03-02"), BigDecimal.valueOf(100));
        values.put(LocalDate.parse("2025-03-13"), BigDecimal.valueOf(100));
        values.put(LocalDate.parse("2026-02-20"), BigDecimal.valueOf(3));
        values.put(LocalDate.parse("2026-03-01"), BigDecimal.valueOf(4));
        values.put(LocalDate.parse("2026-02-19"), BigDecimal.valueOf(100));
        values.put(FROM, BigDecimal.valueOf(100));
        DailyMetric metric = new DailyMetric(values, LONG_AGO, FROM, FROM);

        assertThat(FROM.minusDays(364)).isEqualTo("2025-03-03");
        assertThat(ComparisonPeriod.YEAR_BEFORE.sum(metric, FROM, day(9))).contains(BigDecimal.valueOf(12));
        assertThat(ComparisonPeriod.PERIOD_BEFORE.sum(metric, FROM, day(9))).contains(BigDecimal.valueOf(7));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void N7_daysBeforeTheSiteBeganAreNoComparison(int late, boolean known) {
        LocalDate first = FROM.minusDays(10);
        DailyMetric metric = new DailyMetric(steady(1, first, FROM), first.plusDays(late), day(-1), day(0));

        Optional<BigDecimal> compared = ComparisonPeriod.PERIOD_BEFORE.sum(metric, FROM, day(9));

        assertThat(compared.isPresent()).isEqualTo(known);
        TargetTerms terms = new TargetTerms(FROM, day(9), compared.orElse(null), false, false);
        TargetProgress progress = TargetProgress.of(terms, metric);
        assertThat(progress.status() == TargetStatus.NO_COMPARISON).isEqualTo(!known);
        if (!known) {
            assertThat(progress.path().expected()).isNull();
            assertThat(progress.path().pace()).isNull();
            assertThat(progress.path().neededPerDay()).isNull();
            assertThat(progress.probability()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // days known, closed a day, figure, ceiling, today (of 10 days), status, probability (? is between 0 and 1)
        "100, 10, 100, false, -1, NOT_STARTED, ",
        "100, 10, 100, false,  0, ON_TRACK,    ?",
        "100, 10, 100, false,  5, ON_TRACK,    ?",
        "100, 10,  95, false,  5, AHEAD,       ?",
        "100, 10, 105, false,  5, ON_TRACK,    ?",
        "100, 10, 106, false,  5, BEHIND,      ?",
        "100, 10,  50, false,  5, REACHED,     1",
        "100, 10,  51, false,  5, AHEAD,       ?",
        "100, 10, 100, false, 10, REACHED,     1",
        "100, 10, 101, false, 10, MISSED,      0",
        "100, 10, 101, false, 60, MISSED,      0",
        "100, 10,  50, true,   5, BEHIND,      ?",
        "100, 10,  49, true,   5, MISSED,      0",
        "100, 10, 100, true,   5, ON_TRACK,    ?",
        "100, 10, 200, true,   5, AHEAD,       ?",
        "100, 10, 100, true,  10, REACHED,     1",
        "100, 10,  99, true,  10, MISSED,      0",
        "13,  10, 100, false,  5, LEARNING,    ",
        "14,  10, 100, false,  5, ON_TRACK,    ?",
        "13,  10,  50, false,  5, REACHED,     1",
        "13,  10,  49, true,   5, MISSED,      0",
    })
    void N7_theStatusOfATarget(
            int known,
            int each,
            int figure,
            boolean ceiling,
            int today,
            TargetStatus status,
            @Nullable String probability) {
        LocalDate firstDay = day(today).minusDays(known);
        DailyMetric metric =
                new DailyMetric(steady(each, firstDay, day(today - 1)), firstDay, day(today - 1), day(today));

        TargetProgress progress = TargetProgress.of(ceiling ? ceiling(figure, 10) : terms(figure, 10), metric);

        assertThat(progress.status()).isEqualTo(status);
        if (probability == null) {
            assertThat(progress.probability()).isNull();
            assertThat(progress.outlook()).isNull();
        } else if (probability.equals("?")) {
            assertThat(progress.probability()).isBetween(0.0, 1.0);
        } else {
            assertThat(progress.probability()).isEqualTo(Double.parseDouble(probability));
        }
        assertThat(progress.path().neededPerDay() == null).isEqualTo(today >= 10);
    }

    /** What is there today counts as reached, although the day is not complete. */
    @Test
    void N7_todayCountsForWhatIsReachedAndNotForThePace() {
        Map<LocalDate, BigDecimal> values = steady(10, LONG_AGO, day(4));
        values.put(day(5), BigDecimal.valueOf(60));

        TargetProgress reached = TargetProgress.of(terms(110, 10), metric(values, 5));
        TargetProgress short1 = TargetProgress.of(terms(111, 10), metric(values, 5));

        assertThat(reached.status()).isEqualTo(TargetStatus.REACHED);
        assertThat(short1.status()).isEqualTo(TargetStatus.BEHIND);
        assertThat(short1.closed()).isEqualByComparingTo("50");
        assertThat(short1.path().neededPerDay()).isCloseTo(61 / 5.0, within(1e-12));
    }

    /** A site that sells nothing has a level above 0, so that nothing divides by it. */
    @Test
    void N7_aSiteWithoutAnyHasASmallProbability() {
        TargetProgress progress = TargetProgress.of(terms(1, 10), metric(Map.of(), 5));

        assertThat(progress.outlook().forecast()).isCloseTo(0.5 / 56 * 5, within(1e-9));
        assertThat(progress.probability()).isBetween(0.0, 0.1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.841344746068543",
        "-1, 0.158655253931457",
        "1.959963984540054, 0.975",
        "-3, 0.001349898031630",
        "5, 0.999999713348428",
        "9, 1",
        "-9, 0"
    })
    void N7_theNormalDistributionIsThatOfTheTables(double z, double probability) {
        assertThat(NormalDistribution.below(z)).isCloseTo(probability, within(1e-13));
        assertThat(PlainTarget.phi(z)).isCloseTo(probability, within(1e-10));
    }
}
