package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final String PLAN = """
            sites: {shop: {name: Shop, time_zone: UTC, currency: EUR, origins: []}}
            goals:
              g: {tier: micro, kind: secondary, match: {event: g}}
            funnels:
              f: {steps: [g, g]}
            """;

    @Test
    void aCellOfZeroIsTheSameAsNone() {
        assertThat(Differences.of(cells("a", "0"), cells("b", "0"))).isEmpty();
    }

    @Test
    void everyOtherCellThatIsMissingOrMoreOrAnotherIsNamed() {
        Map<String, String> expected = cells("a", "1", "b", "2");
        assertThat(Differences.of(expected, cells("b", "3", "c", "4")))
                .containsExactly("a: expected 1 but was 0", "b: expected 2 but was 3", "c: expected 0 but was 4");
    }

    @Test
    void anEstimateMayBeATenthOff() {
        assertThat(Differences.of(cells("a", "10000"), cells("a", "~10900"))).isEmpty();
        assertThat(Differences.of(cells("a", "10000"), cells("a", "~11100"))).hasSize(1);
    }

    @Test
    void everyNumberAndNameOfARowIsACell() {
        SetClock clock = new SetClock(Instant.parse("2026-03-02T12:00:00Z"));
        MemoryItemStore items = new MemoryItemStore(clock);
        String figures = "{\"n\":1,\"of\":{\"x|y\":2.50},\"steps\":[3,{\"7\":4}],\"names\":[\"sku\"]}";
        LocalDate day = LocalDate.parse("2026-03-01");
        new StatisticRows(items)
                .put(
                        new StatisticRows.Id(
                                "shop", RowKey.of(FunnelCounts.ENTRY, "f").by(Dimension.CHANNEL), day),
                        new StatisticRows.Row(
                                day, 1, 0, 1, Json.read(figures, com.fasterxml.jackson.databind.JsonNode.class)));
        History history = History.of("shop", List.of(), List.of(new PlanVersion(1, 0, PLAN)), 0);
        String row = "funnel/f/entry/by/channel|2026-03-01|";
        assertThat(Cells.ofRows(items, history))
                .isEqualTo(Map.of(
                        row + "n", "1",
                        row + "of|x%7Cy", "2.5",
                        row + "steps|1", "3",
                        row + "steps|2|7", "4",
                        row + "names|sku", "1"));
    }

    private static Map<String, String> cells(String... pathsAndValues) {
        Map<String, String> cells = new TreeMap<>();
        for (int i = 0; i < pathsAndValues.length; i += 2) {
            cells.put(pathsAndValues[i], pathsAndValues[i + 1]);
        }
        return cells;
    }
}
