package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.PageCounts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** H6.2: what the dashboard's cards read of 400 days with 500 values each, asked as the dashboard asks: side by side. */
class CardSizesTest {
    private static final int DAYS = 400;
    private static final int VALUES = 500;
    private static final int MOST_BYTES_OF_A_CARD = 50_000;
    private static final int MOST_BYTES = 500_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final LocalDate LAST = LocalDate.parse("2025-02-26");

    private final ReportWorld world = new ReportWorld();

    @Test
    void H6_2_400DaysOf500ValuesStaySmallAndQuick() {
        Map<String, Object> entries = new HashMap<>();
        Map<String, Object> pages = new HashMap<>();
        for (int i = 0; i < VALUES; i++) {
            String page = "shop.example/a/page/with/a/longer/path/number-" + i;
            entries.put(page, new OverviewCounts(i, i, i, i, 0, i, i));
            pages.put(page, new PageCounts(i, i, i, i, i, i, 0));
        }
        for (int day = 0; day < DAYS; day++) {
            String date = LAST.minusDays(day).toString();
            world.row("overview", date, new OverviewCounts(900, 950, 2000, 1500, 0, 900, 950));
            world.row("overview/by/entry_page", date, entries);
            world.row("pages", date, pages);
        }
        String range = "from=" + LAST.minusDays(DAYS - 1) + "&to=" + LAST;
        int bytes = 0;
        for (String question : List.of(
                "overview?" + range + "&totals=only",
                "overview?" + range + "&interval=week",
                "overview?" + range + "&breakdown=entry_page&totals=only&top=60",
                "goals?" + range + "&totals=only",
                "goals?" + range + "&interval=week",
                "goals?" + range + "&breakdown=entry_page&totals=only&top=30",
                "funnels/checkout?" + range + "&totals=only",
                "pages?" + range + "&totals=only&top=100",
                "notes?" + range)) {
            String target = "/v1/sites/shop/" + question;
            // Once for the code to be compiled, as in a function that has answered before.
            int size = world.get(target).body().getBytes(StandardCharsets.UTF_8).length;
            long before = TIMES.getCurrentThreadCpuTime();
            world.get(target);
            Duration took = Duration.ofNanos(TIMES.getCurrentThreadCpuTime() - before);
            System.out.println(question + ": " + size + " bytes in " + took.toMillis() + " ms of CPU time.");
            assertThat(size).as(question).isBetween(50, MOST_BYTES_OF_A_CARD);
            assertThat(took).as(question).isLessThan(LONGEST);
            bytes += size;
        }

        assertThat(bytes).isLessThan(MOST_BYTES);
    }
}
