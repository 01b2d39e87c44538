package dev.cairn.store;

import dev.cairn.domain.DayContext;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.domain.statistic.RowKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The averages goals compare with (G2): over d-29 … d-2, stored by their first use and never changed by late data.
 * So they are kept at hand for good, too. A backfill of the day has averages of its own.
 */
public final class Averages {
    private static final int FIRST_DAY_BEFORE = 29;
    private static final int LAST_DAY_BEFORE = 2;
    private static final int FEWEST_DAYS = 7;
    private static final int MOST_AT_HAND = 10_000;
    private static final String BACKFILL = "#";

    private final Items items;
    private final Rows rows;
    private final Map<Item.Key, DayContext.Averages> atHand = new ConcurrentHashMap<>();

    public Averages(Items items) {
        this.items = items;
        this.rows = new Rows(items);
    }

    /** @param backfill number of the newest backfill of that day, 0 for none */
    public DayContext.Averages of(String site, LocalDate day, int backfill) {
        String sort = backfill == 0 ? day.toString() : day + BACKFILL + "%06d".formatted(backfill);
        Item.Key key = new Item.Key(Table.STATISTICS, "averages#" + site, sort);
        DayContext.Averages known = atHand.get(key);
        if (known != null) {
            return known;
        }
        DayContext.Averages averages = items.get(key).map(Averages::read).orElseGet(() -> firstUse(key, site, day));
        if (atHand.size() < MOST_AT_HAND) {
            atHand.put(key, averages);
        }
        return averages;
    }

    /** The averages of a range that were used on their day, both days included; reading them uses none. */
    public List<DayContext.Averages> stored(String site, LocalDate from, LocalDate to) {
        Map<String, Item> newest = new TreeMap<>();
        for (Item item : items.query(Table.STATISTICS, "averages#" + site, from.toString(), to + BACKFILL + "9")) {
            newest.put(item.key().sort().split(BACKFILL)[0], item);
        }
        return newest.values().stream().map(Averages::read).toList();
    }

    /** What they are by the statistics of now, as a backfill would find them; computing them uses none. */
    public DayContext.Averages now(String site, LocalDate day) {
        return compute(site, day);
    }

    private DayContext.Averages firstUse(Item.Key key, String site, LocalDate day) {
        DayContext.Averages computed = compute(site, day);
        return items.put(Item.first(key, Json.write(computed), null))
                ? computed
                : items.get(key).map(Averages::read).orElse(computed);
    }

    private static DayContext.Averages read(Item item) {
        return Json.read(item.body(), DayContext.Averages.class);
    }

    private DayContext.Averages compute(String site, LocalDate day) {
        LocalDate from = day.minusDays(FIRST_DAY_BEFORE);
        LocalDate to = day.minusDays(LAST_DAY_BEFORE);
        List<Overview> days = rows.range(site, RowKey.of(Overview.STATISTIC), from, to).stream()
                .map(row -> row.total(Overview.STATISTIC))
                .filter(overview -> overview.visits() > 0)
                .toList();
        if (days.size() < FEWEST_DAYS) {
            return DayContext.Averages.UNKNOWN;
        }
        Overview sum = days.stream().reduce(Overview.EMPTY, Overview::plus);
        BigDecimal linkable =
                BigDecimal.valueOf(Uniques.sum(rows.range(site, RowKey.of(Uniques.LINKABLE), from, to).stream()
                                .map(row -> row.total(Uniques.LINKABLE))
                                .toList())
                        .estimate());
        return new DayContext.Averages(
                ratio(sum.engagedMillis(), BigDecimal.valueOf(sum.visits())),
                linkable.signum() == 0 ? null : ratio(sum.linkableVisits(), linkable));
    }

    private static BigDecimal ratio(long sum, BigDecimal count) {
        return BigDecimal.valueOf(sum).divide(count, 6, RoundingMode.HALF_EVEN);
    }
}
