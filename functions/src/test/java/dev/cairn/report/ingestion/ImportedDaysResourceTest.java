package dev.cairn.report.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.access.Scope;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Totals of days from another tool. */
class ImportedDaysResourceTest {
    private static final String PATH = "/v1/sites/shop/imported-days";
    private static final String RANGE = PATH + "?from=2025-01-01&to=2025-01-31";
    private static final String TWO_DAYS = """
            {"source":"plausible","days":[
              {"date":"2025-01-02","visitors":10,"visits":12,"page_views":30},
              {"date":"2025-01-01","visitors":7,"visits":7}]}""";

    private final ReportWorld world = new ReportWorld();

    private Reply put(String body) {
        return world.call("PUT", PATH, ReportWorld.ADMIN, Map.of(), body);
    }

    private String days() {
        return world.get(RANGE).json().path("days").toString();
    }

    @Test
    void theyAreReadInOrderOfDaysAndReplacedDayByDay() {
        assertThat(put(TWO_DAYS).json().path("days").asInt()).isEqualTo(2);
        put("""
                {"source":"matomo","days":[{"date":"2025-01-02","visitors":1,"visits":2,"page_views":null}]}""");

        assertThat(days())
                .isEqualTo("[{\"date\":\"2025-01-01\",\"source\":\"plausible\",\"visitors\":7,\"visits\":7,"
                        + "\"page_views\":null},{\"date\":\"2025-01-02\",\"source\":\"matomo\",\"visitors\":1,\"visits\":2,"
                        + "\"page_views\":null}]");
        put("{\"source\":\"matomo\",\"days\":[{\"date\":\"2025-01-02\",\"removed\":true}]}");
        assertThat(days()).contains("2025-01-01").doesNotContain("2025-01-02");
        assertThat(world.get("/v1/sites/lamps/imported-days?from=2025-01-01&to=2025-01-31")
                        .json()
                        .path("days"))
                .isEmpty();
        assertThat(world.get(RANGE + "&format=csv").body()).startsWith("date,source,visitors,visits,page_views");
    }

    @Test
    void noOtherStatisticHasThem() {
        put(TWO_DAYS);

        assertThat(world.get("/v1/sites/shop/overview?from=2025-01-01&to=2025-01-02")
                        .json()
                        .path("total")
                        .path("visits")
                        .asLong())
                .isZero();
    }

    @Test
    void readingNeedsTheScopeForStatisticsAndWritingAnAdmin() {
        assertThat(world.call("GET", RANGE, world.key("shop", Scope.STATS_READ), Map.of(), "")
                        .status())
                .isEqualTo(200);
        assertThat(world.call("GET", RANGE, world.key("lamps", Scope.STATS_READ), Map.of(), "")
                        .status())
                .isEqualTo(403);
        assertThat(world.call("PUT", PATH, world.key("shop", Scope.PLAN_WRITE), Map.of(), TWO_DAYS)
                        .status())
                .isEqualTo(403);
        assertThat(world.get("/v1/sites/none/imported-days").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1                                                                                   | must be a JSON object
            {"source":"umami","days":[{"date":"2025-01-01","visitors":1,"visits":1}]}            | source must be ga4
            {"source":"ga4","days":[]}                                                           | days must be a list
            {"source":"ga4","days":[{"date":"1 May","visitors":1,"visits":1}]}                   | days[0].date must be a day
            {"source":"ga4","days":[{"date":"2025-01-01","visitors":-1,"visits":1}]}             | days[0].visitors must be
            {"source":"ga4","days":[{"date":"2025-01-01","visitors":1,"visits":1.5}]}            | days[0].visits must be
            {"source":"ga4","days":[{"date":"2025-01-01","visitors":1,"visits":1,"page_views":"x"}]} | days[0].page_views must
            {"source":"ga4","days":[{"date":"2025-01-01","visitors":1,"visits":1,"removed":{}}]} | days[0].removed must be
            {"source":"ga4","days":[{"date":"2025-01-01","removed":true},{"date":"2025-01-01","removed":true}]} | is listed more than once
            """)
    void aFaultNamesItsPlaceAndNothingIsStored(String body, String said) {
        Reply reply = put(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("message")).contains(said);
        assertThat(days()).isEqualTo("[]");
    }
}
