package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.report.ReportWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** H4.2: points by hour. The site's zone is UTC, and the last run was at 00:30 on 27 February 2025, a Thursday. */
class HoursResourceTest {
    private final ReportWorld world = new ReportWorld();

    private void visits(String day, Integer... byHalfHour) {
        Map<String, Object> cells =
                Map.of("all", List.of(byHalfHour), "device", Map.of(), "browser", Map.of(), "country", Map.of());
        world.row("pulse", day, Map.of("opportunities", Map.of("visit", cells), "successes", Map.of()));
    }

    private List<String> hours(String query) {
        List<String> hours = new ArrayList<>();
        for (JsonNode row : world.get("/v1/sites/shop/hours" + query).json().path("rows")) {
            hours.add(row.path("hour").asText() + " " + row.path("visits") + " " + row.path("usual"));
        }
        return hours;
    }

    @Test
    void H4_2_todayEndsWithTheLastRunAndStandsBesideTheSameWeekdays() {
        visits("2025-02-27", 3);
        visits("2025-02-20", 1, 2, 3, 4);
        visits("2025-02-13", 5, 0, 1);
        visits("2025-02-06", 0, 0, 3);
        visits("2025-02-26", 90, 90);

        List<String> hours = hours("");

        assertThat(hours).hasSize(24).startsWith("00:00 3 2.7", "01:00 null 3.7", "02:00 null 0");
        assertThat(world.get("/v1/sites/shop/hours")
                        .json()
                        .path("total")
                        .path("visits")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void H4_2_aDayThatIsOverHasAllItsHoursAndNothingUsualWithoutWeeks() {
        visits("2025-02-25", 0, 0, 7, 1);

        assertThat(hours("?date=2025-02-25"))
                .hasSize(24)
                .startsWith("00:00 0 null", "01:00 8 null", "02:00 0 null")
                .endsWith("23:00 0 null");
    }

    @Test
    void H4_2_aDayOfAnotherClockHasItsOwnNumberOfHours() {
        assertThat(world.get("/v1/sites/lamps/hours?date=2024-10-27").json().path("rows"))
                .hasSize(25)
                .extracting(row -> row.path("hour").asText())
                .startsWith("00:00", "01:00", "02:00", "02:00", "03:00");
        assertThat(world.get("/v1/sites/lamps/hours?date=2024-03-31").json().path("rows"))
                .hasSize(23);
    }

    @Test
    void H4_2_aDayThatIsStillToComeIsAFault() {
        assertThat(world.get("/v1/sites/shop/hours?date=2025-02-28").error("parameter"))
                .isEqualTo("date");
    }
}
