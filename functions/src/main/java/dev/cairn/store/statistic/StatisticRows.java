package dev.cairn.store.statistic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes rows. A row is one item per (site, key, day), replaced as a whole under the revision it was read
 * with, so that a reader never sees a partial row. Reading a range of days takes one Query. As text, a key is
 * {@code STATISTIC} or {@code funnel/ID/STATISTIC}; the key of a breakdown has {@code /by/DIMENSION} appended.
 */
public final class StatisticRows {
    private static final String FUNNEL = "funnel/";
    private static final String BY = "/by/";
    private static final Pattern TEXT = Pattern.compile("(?:" + FUNNEL + "([^/]+)/)?([^/]+)(?:" + BY + "([^/]+))?");

    private final ItemStore items;

    public StatisticRows(ItemStore items) {
        this.items = items;
    }

    public record Id(String site, RowKey key, LocalDate day) {
        private Item.Key item() {
            return new Item.Key(Table.STATISTICS, partition(site, key), day.toString());
        }
    }

    /**
     * A stored row.
     *
     * @param revision number of times the figures were written
     * @param asOf of the latest write, in epoch milliseconds
     * @param planVersion the plan version they were computed with
     * @param figures the statistic as JSON
     */
    public record Row(LocalDate day, long revision, long asOf, int planVersion, JsonNode figures) {

        /** The row's value, if it is a total of this statistic. */
        public <S> S total(StatisticDefinition<S> statistic) {
            return StatisticCodec.readTotal(figures, statistic);
        }

        /** The row's values by dimension value, if it is a breakdown of this statistic. */
        public <S> Map<String, S> breakdown(StatisticDefinition<S> statistic) {
            return StatisticCodec.readBreakdown(figures, statistic);
        }
    }

    private record Body(long asOf, int planVersion, JsonNode figures) {}

    /** The rows that exist. */
    public Map<Id, Row> get(Collection<Id> ids) {
        Map<Item.Key, Item> found = items.get(ids.stream().map(Id::item).toList());
        Map<Id, Row> rows = new HashMap<>();
        for (Id id : ids) {
            Item item = found.get(id.item());
            if (item != null) {
                rows.put(id, row(item));
            }
        }
        return rows;
    }

    /** The rows of a range of days, both ends included, in order; days without a row are omitted. */
    public List<Row> range(String site, RowKey key, LocalDate from, LocalDate to) {
        return items.query(Table.STATISTICS, partition(site, key), from.toString(), to.toString()).stream()
                .map(StatisticRows::row)
                .toList();
    }

    /**
     * Returns false when another run won: either that run has newer facts, or the marks stay and the next run has them.
     */
    public boolean put(Id id, Row row) {
        return items.put(new Item(
                id.item(), row.revision(), Json.write(new Body(row.asOf(), row.planVersion(), row.figures())), null));
    }

    private static Row row(Item item) {
        Body body = Json.read(item.body(), Body.class);
        return new Row(LocalDate.parse(item.key().sort()), item.revision(), body.asOf, body.planVersion, body.figures);
    }

    private static String partition(String site, RowKey key) {
        return "row#" + site + "#" + text(key);
    }

    public static String text(RowKey key) {
        String statistic = key.statistic().name();
        String total = key.funnel() == null ? statistic : FUNNEL + key.funnel() + "/" + statistic;
        return key.dimension() == null ? total : total + BY + key.dimension().word();
    }

    /** The key with this text; empty when this version does not know the row. */
    public static Optional<RowKey> key(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String funnel = parts.group(1);
        return StatisticRegistry.ALL.stream()
                .filter(statistic -> statistic.name().equals(parts.group(2)))
                .filter(statistic -> statistic instanceof FunnelStatistic == (funnel != null))
                .findFirst()
                .flatMap(statistic -> key(new RowKey(statistic, funnel, null), parts.group(3)));
    }

    private static Optional<RowKey> key(RowKey total, @Nullable String dimension) {
        if (dimension == null) {
            return Optional.of(total);
        }
        return total.statistic().dimensions().stream()
                .filter(each -> each.word().equals(dimension))
                .findFirst()
                .map(total::by);
    }
}
