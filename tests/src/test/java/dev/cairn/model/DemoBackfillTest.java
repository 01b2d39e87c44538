package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.demo.Demo;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * R4, M7 and R8 over the demo month of {@code ./cairn local}: a new goal, changed goals and a funnel with them are
 * applied to it while its last two days arrive live, along with events for days long past, and while the work on the
 * past dies repeatedly. Every cell of every statistic must equal the model's.
 *
 * <p>Uses a twelfth of the visitors, which takes about a minute of one core; {@code -Ddemo.percent=100} uses all.
 */
class DemoBackfillTest {
    private static final int PERCENT = Integer.getInteger("demo.percent", 8);
    /** Events of the month's first days, which keep their tags. */
    private static final int KEPT_DAYS = 3;

    private static final int PARTS_FOR_ERASURES = 150;
    private static final int PARTS_FOR_ALL = 30;

    private static final String SECOND_GOALS = """
            goals:
              wishlist: {tier: micro, kind: milestone, match: {event: add_to_wishlist}, count: visit}
            """;
    private static final String LATER_GOALS = """
            goals:
              wishlist: {tier: micro, kind: milestone, match: {event: add_to_wishlist}, count: visit}
              dear_lamp: {tier: micro, kind: milestone, match: {event: view_item, props: {price: {gte: 100}}}}
              product_interest: {tier: micro, kind: milestone, match: {event: view_item, props: {price: {gte: 40}}}}
              pages_viewed: {tier: micro, kind: secondary, match: {pages_per_visit: {min: 2}}}
            funnels:
              dear: {steps: [dear_lamp, pages_viewed, add_to_cart, purchase], window: 14d, exclude: [{event: video_error, from: 1, to: 3}]}
            """;

    @Test
    void R4_aBackfillOfTheMonthIsTheModelsAndARebuildOfItIsTheSame() {
        DemoShop shop = new DemoShop(PERCENT, 1);
        shop.playMonth(shop.firstPlan() + SECOND_GOALS);
        Map<String, String> before = Cells.ofRows(shop.items, shop.till.history());
        assertThat(shop.till.differences()).isEmpty();

        JsonNode job = backfill(shop);
        shop.finish(List.of(job));
        assertThat(shop.till.differences()).isEmpty();
        assertThat(shop.past.job(job).path("message").asText()).startsWith("every event of these days is tagged");
        assertThat(shop.deaths).isPositive();
        assertThat(shop.interruptions).isPositive();
        assertTheDaysAreOthersThanBefore(shop, before);

        assertThat(contents(shop, shop.items).differences(contents(shop, shop.past.rebuilt())))
                .isEmpty();
    }

    @Test
    void M7_whoWasErasedBeforeOrDuringABackfillOfTheMonthNeverCame() {
        DemoShop shop = new DemoShop(PERCENT, 2);
        shop.playMonth(shop.firstPlan() + SECOND_GOALS);
        List<JsonNode> jobs = new ArrayList<>();
        erase(shop, 0, jobs);
        while (!jobs.stream().allMatch(shop::isDone)) {
            shop.turn(PARTS_FOR_ERASURES);
        }
        int erasedBefore = jobs.size();
        jobs.add(backfill(shop));
        for (int turn = 1; shop.isLive(); turn++) {
            shop.turn(PARTS_FOR_ALL);
            if (turn % 8 == 0) {
                erase(shop, turn / 8, jobs);
            }
        }
        shop.finish(jobs);

        assertThat(shop.till.differences()).isEmpty();
        assertThat(shop.deaths).isPositive();
        assertThat(jobs).hasSizeGreaterThan(erasedBefore + 1);
        assertThat(Cells.ofRows(shop.items, shop.till.history()).keySet())
                .filteredOn(cell -> cell.endsWith("|bots|erased"))
                .hasSizeGreaterThan(10);
    }

    private static JsonNode backfill(DemoShop shop) {
        shop.putPlan(shop.firstPlan() + LATER_GOALS);
        JsonNode job = shop.past.backfill(shop.firstDay().plusDays(KEPT_DAYS), shop.today());
        assertThat(shop.isDone(job)).isFalse();
        return job;
    }

    /** Some visitors with the most events, and one who returns on the last days. */
    private static void erase(DemoShop shop, int round, List<JsonNode> jobs) {
        List<String> users = shop.busiest("user");
        List<String> devices = shop.busiest("visitor");
        jobs.add(shop.erase(true, users.get(3 * round % users.size())));
        jobs.add(shop.erase(false, devices.get((3 * round + 1) % devices.size())));
        shop.comingBack("visitor", devices).stream()
                .skip(round)
                .findFirst()
                .ifPresent(device -> jobs.add(shop.erase(false, device)));
    }

    private static void assertTheDaysAreOthersThanBefore(DemoShop shop, Map<String, String> before) {
        Map<String, String> after = Cells.ofRows(shop.items, shop.till.history());
        LocalDate kept = shop.firstDay();
        LocalDate backfilled = kept.plusDays(KEPT_DAYS);
        assertThat(figure(after, "goals|" + backfilled + "|dear_lamp|conversions"))
                .isPositive();
        assertThat(figure(after, "funnel/dear/entry|" + backfilled + "|entered"))
                .isPositive();
        String interested = "|product_interest|conversions";
        assertThat(figure(after, "goals|" + backfilled + interested))
                .isLessThan(figure(before, "goals|" + backfilled + interested));
        assertThat(figure(after, "goals|" + kept + interested))
                .isGreaterThanOrEqualTo(figure(before, "goals|" + kept + interested));
    }

    private static int figure(Map<String, String> cells, String path) {
        return Integer.parseInt(cells.getOrDefault(path, "0"));
    }

    private static TableContents contents(DemoShop shop, MemoryItemStore items) {
        return TableContents.of(items, Demo.SITE, shop.firstDay(), shop.today());
    }
}
