package dev.cairn.store.statistic;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes the averages that goals compare with (G2), over d-29 … d-2. They are stored on first use and never changed
 * by late data, so the process may cache them indefinitely. Each backfill of a day has its own averages.
 */
public final class BaselineAverages {
    private static final int FIRST_DAY_BEFORE = 29;
    private static final int LAST_DAY_BEFORE = 2;
    private static final int FEWEST_DAYS = 7;
    private static final int MOST_AT_HAND = 10_000;
    private static final String BACKFILL = "#";

    private final ItemStore items;
    private final StatisticRows rows;
    private final Map<Item.Key, TaggingContext.Averages> atHand = new ConcurrentHashMap<>();

    public BaselineAverages(ItemStore items) {
        this.items = items;
        this.rows = new StatisticRows(items);
    }

    /** @param backfill number of the newest backfill of that day, 0 for none */
    public TaggingContext.Averages of(String site, LocalDate day, int backfill) {
        String sort = backfill == 0 ? day.toString() : day + BACKFILL + "%06d".formatted(backfill);
        Item.Key key = new Item.Key(Table.STATISTICS, "averages#" + site, sort);
        TaggingContext.Averages known = atHand.get(key);
        if (known != null) {
            return known;
        }
        TaggingContext.Averages averages =
                items.get(key).map(BaselineAverages::read).orElseGet(() -> firstUse(key, site, day));
        if (atHand.size() < MOST_AT_HAND) {
            atHand.put(key, averages);
        }
        return averages;
    }

    /** The stored averages of a range of days, both ends included. Reading them does not count as first use. */
    public List<TaggingContext.Averages> stored(String site, LocalDate from, LocalDate to) {
        Map<String, Item> newest = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, "averages#" + site, from.toString(), to + BACKFILL + "9")) {
            newest.put(item.key().sort().split(BACKFILL)[0], item);
        }
        return newest.values().stream().map(BaselineAverages::read).toList();
    }

    /** The averages according to current statistics, as a backfill would compute them. Does not count as first use. */
    public TaggingContext.Averages now(String site, LocalDate day) {
        return compute(site, day);
    }

    private TaggingContext.Averages firstUse(Item.Key key, String site, LocalDate day) {
        TaggingContext.Averages computed = compute(site, day);
        return items.put(Item.first(key, Json.write(computed), null))
                ? computed
                : items.get(key).map(BaselineAverages::read).orElse(computed);
    }

    private static TaggingContext.Averages read(Item item) {
        return Json.read(item.body(), TaggingContext.Averages.class);
    }

    private TaggingContext.Averages compute(String site, LocalDate day) {
        LocalDate from = day.minusDays(FIRST_DAY_BEFORE);
        LocalDate to = day.minusDays(LAST_DAY_BEFORE);
        List<OverviewCounts> days = rows.range(site, RowKey.of(OverviewCounts.STATISTIC), from, to).stream()
                .map(row -> row.total(OverviewCounts.STATISTIC))
                .filter(overview -> overview.visits() > 0)
                .toList();
        if (days.size() < FEWEST_DAYS) {
            return TaggingContext.Averages.UNKNOWN;
        }
        OverviewCounts sum = days.stream().reduce(OverviewCounts.EMPTY, OverviewCounts::plus);
        BigDecimal linkable = BigDecimal.valueOf(VisitorSketch.sum(
                        rows.range(site, RowKey.of(VisitorSketch.LINKABLE), from, to).stream()
                                .map(row -> row.total(VisitorSketch.LINKABLE))
                                .toList())
                .estimate());
        return new TaggingContext.Averages(
                ratio(sum.engagedMillis(), BigDecimal.valueOf(sum.visits())),
                linkable.signum() == 0 ? null : ratio(sum.linkableVisits(), linkable));
    }

    private static BigDecimal ratio(long sum, BigDecimal count) {
        return BigDecimal.valueOf(sum).divide(count, 6, RoundingMode.HALF_EVEN);
    }
}
