package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.PageCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of pages, beside their counting: a card asks for no more than it shows. */
class PagesResourceTest {
    private static final String RANGE = "/v1/sites/shop/pages?from=2025-02-17&to=2025-02-26";

    private final ReportWorld world = new ReportWorld();

    private static PageCounts views(long views) {
        return new PageCounts(views, views, views, 0, 0, 0, 0);
    }

    private void twoDays() {
        world.row("pages", "2025-02-18", Map.of("/a", views(5), "/b", views(4), "/c", views(1)));
        world.row("pages", "2025-02-25", Map.of("/b", views(4), "/c", views(2)));
    }

    @Test
    void F7_onlyTotalsOfTheLargestPagesAreReadWhereNoMoreIsAskedFor() {
        twoDays();

        JsonNode answer = world.get(RANGE + "&totals=only&top=2").json();

        assertThat(answer.path("rows")).isEmpty();
        assertThat(answer.path("totals").findValuesAsText("page")).containsExactly("/a", "/b");
        assertThat(answer.path("totals").findValuesAsText("views")).containsExactly("5", "8");
        assertThat(answer.path("total").path("views").asLong()).isEqualTo(16);
    }

    @Test
    void F7_aWeekAddsUpItsDays() {
        twoDays();

        JsonNode rows = world.get(RANGE + "&interval=week&top=1").json().path("rows");

        assertThat(rows.findValuesAsText("views")).containsExactly("4", "4");
        assertThat(rows.path(0).path("date").asText()).isEqualTo("2025-02-17");
        assertThat(rows.path(0).path("through").asText()).isEqualTo("2025-02-23");
    }
}
