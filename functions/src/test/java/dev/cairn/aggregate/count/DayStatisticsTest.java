package dev.cairn.aggregate.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.attribution.AttributedGoals;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticSum;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRegistry;
import dev.cairn.store.statistic.StatisticRows;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A day's statistics: cached between runs, added up, and converted to rows. */
class DayStatisticsTest {
    private static final DayDefinitions DEFINITIONS =
            DayDefinitions.of(Map.of("f", new Funnel("f", List.of("a", "b"), 1_000, Map.of(), List.of())));
    private static final RowKey OVERVIEW = RowKey.of(OverviewCounts.STATISTIC);
    private static final RowKey GOALS = RowKey.of(GoalCounts.STATISTIC);

    private static DayStatistics with(DayStatistics day, RowKey key, StatisticSum<?> sum) {
        Map<RowKey, StatisticSum<?>> sums = new LinkedHashMap<>(day.sums());
        sums.put(key, sum);
        return new DayStatistics(
                sums, new TreeMap<>(Map.of(77L, Map.of(OVERVIEW, new StatisticSum<>(visitors(1), Map.of())))), 99);
    }

    private static OverviewCounts visitors(long number) {
        return new OverviewCounts(number, number, 0, 0, 0, 0, 0);
    }

    private static DayStatistics someDay() {
        Map<String, GoalCounts> goals =
                Map.of("buy", new GoalCounts(2, 1, 1L, 0L, Map.of("EUR", new BigDecimal("12.50"))));
        return with(
                with(
                        DayStatistics.empty(DEFINITIONS),
                        OVERVIEW,
                        new StatisticSum<>(visitors(3), Map.of("channel", Map.of("email", visitors(3))))),
                GOALS,
                new StatisticSum<>(goals, Map.of("device", Map.of("mobile", goals))));
    }

    @Test
    void whatIsKeptIsReadAsItWas() {
        assertThat(Json.read(Json.write(someDay()), DayStatistics.class)).isEqualTo(someDay());
    }

    @Test
    void R8_whatThisVersionDoesNotKnowIsLeftOut() {
        String kept = Json.write(someDay()).replace("{\"overview\":", "{\"surprise\":{\"total\":[1]},\"overview\":");

        assertThat(Json.read(kept, DayStatistics.class)).isEqualTo(someDay());
    }

    @Test
    void R8_theFormOfVersionsBeforeIsReadAsNothing() {
        String before = "{\"overview\":{\"visitors\":1},\"overview_by\":{},\"goals\":{},\"funnels\":{\"f\":{}},"
                + "\"linkable\":\"AQMDAAAazJM=\"}";

        assertThat(Json.read(before, DayStatistics.class).sums()).isEmpty();
    }

    @Test
    void sumsStayAsTheyAreWhenTheyAreAddedUp() {
        String before = Json.write(someDay());
        DayStatistics one = someDay();
        DayStatistics twice = one.plus(one);

        assertThat(Json.write(one)).isEqualTo(before);
        assertThat(twice.plus(DayStatistics.empty(DEFINITIONS))).isEqualTo(twice);
        assertThat(StatisticRowBuilder.of(twice)
                        .get(OVERVIEW.by(Dimension.CHANNEL))
                        .at("/email/visitors")
                        .asLong())
                .isEqualTo(6);
        assertThat(StatisticRowBuilder.of(twice)
                        .get(GOALS.by(Dimension.DEVICE))
                        .at("/mobile/buy/value/EUR")
                        .decimalValue())
                .isEqualByComparingTo("25");
        assertThat(twice.nextClose()).isEqualTo(77);
    }

    @Test
    void everyRowThereCanBeIsMadeAndNoOther() {
        assertThat(StatisticRowBuilder.of(DayStatistics.empty(DEFINITIONS)).keySet())
                .containsExactlyInAnyOrderElementsOf(StatisticRegistry.rows(Set.of("f")))
                .hasSize(StatisticRegistry.ALL.size()
                        + 5 * Dimension.values().length
                        + 2 * AttributedGoals.DIMENSIONS.size());
    }

    @Test
    void F7_aBreakdownsRowHasThe500LargestValuesAndTheRestAsOne() {
        Map<String, OverviewCounts> values = new TreeMap<>();
        for (int i = 1; i <= 510; i++) {
            values.put("c%03d".formatted(i), visitors(i));
        }
        values.put("(none)", visitors(0));
        var row = StatisticRowBuilder.of(with(
                        DayStatistics.empty(DEFINITIONS),
                        OVERVIEW,
                        new StatisticSum<>(visitors(0), Map.of("campaign", values))))
                .get(OVERVIEW.by(Dimension.CAMPAIGN));

        assertThat(row.size()).isEqualTo(502);
        assertThat(row.has("(none)")).isTrue();
        assertThat(row.has("c010")).isFalse();
        assertThat(row.has("c011")).isTrue();
        assertThat(row.at("/(other)/visitors").asLong()).isEqualTo(55);
    }

    @Test
    void F7_goalsOfABreakdownAreRankedByAllTheirConversions() {
        Map<String, Map<String, GoalCounts>> values = new TreeMap<>();
        for (int i = 1; i <= 501; i++) {
            values.put(
                    "c%03d".formatted(i),
                    Map.of(
                            "a",
                            new GoalCounts(502 - i, 1, 1L, 0L, Map.of()),
                            "b",
                            new GoalCounts(i == 501 ? 9 : 1, 1, 1L, 0L, Map.of())));
        }
        var row = StatisticRowBuilder.of(with(
                        DayStatistics.empty(DEFINITIONS), GOALS, new StatisticSum<>(Map.of(), Map.of("term", values))))
                .get(GOALS.by(Dimension.TERM));

        assertThat(row.has("c500")).isFalse();
        assertThat(row.has("c501")).isTrue();
        assertThat(row.at("/(other)/a/conversions").asLong()).isEqualTo(2);
    }

    @Test
    void onlyNamesThatSendersChooseAreCut() {
        Map<String, EventNameCounts> names = new TreeMap<>();
        Map<String, GoalCounts> goals = new TreeMap<>();
        for (int i = 1; i <= 510; i++) {
            names.put("n%03d".formatted(i), new EventNameCounts(i, Set.of(), Set.of()));
            goals.put("g%03d".formatted(i), new GoalCounts(i, i, (long) i, 0L, Map.of()));
        }
        RowKey events = RowKey.of(EventNameCounts.STATISTIC);
        Map<RowKey, com.fasterxml.jackson.databind.JsonNode> rows = StatisticRowBuilder.of(with(
                with(DayStatistics.empty(DEFINITIONS), events, new StatisticSum<>(names, Map.of())),
                GOALS,
                new StatisticSum<>(goals, Map.of())));

        assertThat(rows.get(events).size()).isEqualTo(501);
        assertThat(rows.get(events).at("/(other)/count").asLong()).isEqualTo(55);
        assertThat(rows.get(GOALS).size()).isEqualTo(510);
    }

    @Test
    void aKeyIsReadFromItsTextAndFromNoOther() {
        assertThat(StatisticRegistry.rows(List.of("f", "by", "funnel")))
                .allSatisfy(key ->
                        assertThat(StatisticRows.key(StatisticRows.text(key))).contains(key));
        assertThat(StatisticRows.text(RowKey.of(FunnelCounts.SAME_DAY, "f").by(Dimension.REFERRER_HOST)))
                .isEqualTo("funnel/f/same_day/by/referrer_host");
        assertThat(StatisticRows.text(OVERVIEW)).isEqualTo("overview");
        assertThat(List.of(
                        "",
                        "entry",
                        "funnel/f/overview",
                        "events/by/channel",
                        "overview/by/moon",
                        "overview/by",
                        "funnel/f",
                        "overview/"))
                .allSatisfy(text -> assertThat(StatisticRows.key(text)).as(text).isEmpty());
    }
}
