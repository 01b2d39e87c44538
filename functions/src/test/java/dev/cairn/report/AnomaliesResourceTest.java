package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.AlarmState.Found;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.store.anomaly.AlarmStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnomaliesResourceTest {
    private final ReportWorld world = new ReportWorld();
    private final AlarmStore alarms = new AlarmStore(world.memory);

    private void alarm(String subject, String firstBad, Long ended) {
        long from = Instant.parse(firstBad).toEpochMilli();
        Episode episode = new Episode(
                from,
                from + 5_400_000,
                new Found(212, 3, 0.2976, 1e-20),
                List.of(new AlarmState.Segment("browser", "safari", new Found(80, 0, 0.3025, 1e-9))),
                ended,
                ended == null ? null : Change.RECOVERED,
                List.of());
        alarms.put("lamps", new AlarmState(subject, List.of(episode), 0), 0);
    }

    @Test
    void N6_11_rowsAreByStart() {
        alarm("step:checkout:2", "2025-02-24T08:30:00Z", null);
        alarm(
                "goal:purchase",
                "2025-02-20T08:30:00Z",
                Instant.parse("2025-02-21T00:00:00Z").toEpochMilli());

        JsonNode json = world.get("/v1/sites/lamps/anomalies?from=2025-02-23&to=2025-02-26")
                .json();
        assertThat(json.path("rows")).hasSize(1);
        JsonNode row = json.path("rows").get(0);
        assertThat(row.path("id").asText()).hasSize(22);
        assertThat(row.path("series").asText()).isEqualTo("step:checkout:2");
        assertThat(row.path("first_bad").asText()).isEqualTo("2025-02-24T09:30+01:00");
        assertThat(row.path("detected").asText()).isEqualTo("2025-02-24T11:00+01:00");
        assertThat(row.path("expected").decimalValue()).isEqualByComparingTo("63.1");
        assertThat(row.path("rate").decimalValue()).isEqualByComparingTo("0.0142");
        assertThat(row.path("p").asText()).isEqualTo("<1e-12");
        assertThat(row.path("segments").get(0).path("expected").decimalValue()).isEqualByComparingTo("24.2");
        assertThat(row.path("text").asText()).contains("3 of 212 visits since 09:30, usually 63.");
        assertThat(json.path("total").path("open").asInt()).isEqualTo(1);
        assertThat(world.get("/v1/sites/lamps/anomalies?from=2025-02-20&to=2025-02-26")
                        .json()
                        .path("rows"))
                .hasSize(2);
    }

    @Test
    void N6_11_eachSeriesSaysHowItIsDoing() {
        JsonNode json = world.get("/v1/sites/lamps/anomalies").json();

        assertThat(json.path("totals"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("learning"));
        assertThat(json.path("totals").findValuesAsText("series"))
                .contains("silence", "video", "form", "error:form", "goal:purchase");
        assertThat(json.path("meta").path("warnings").findValuesAsText("code")).contains("learning");
    }

    @Test
    void N6_11_aWebhookThatFailsIsAWarning() {
        alarms.note("lamps", new AlarmStore.SiteNote("2025-02-26", 0, List.of(), false, true));

        assertThat(world.get("/v1/sites/lamps/anomalies")
                        .json()
                        .path("meta")
                        .path("warnings")
                        .findValuesAsText("code"))
                .contains("webhook_failing");
    }

    @Test
    void csvHasARowForEachStart() {
        alarm("goal:purchase|browser|safari", "2025-02-24T08:30:00Z", null);

        String csv = world.get("/v1/sites/lamps/anomalies?format=csv").body();
        assertThat(csv)
                .startsWith("date,id,site,series,")
                .contains("2025-02-24,")
                .contains("safari");
    }

    @Test
    void anUnknownParameterIsNamed() {
        assertThat(world.get("/v1/sites/lamps/anomalies?series=video").error("parameter"))
                .isEqualTo("series");
    }
}
