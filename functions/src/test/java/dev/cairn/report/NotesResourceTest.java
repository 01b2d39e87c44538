package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.AlarmState.Episode;
import dev.cairn.domain.anomaly.AlarmState.Found;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.store.anomaly.AlarmStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H4.3: what explains a line stands on it. */
class NotesResourceTest {
    private final ReportWorld world = new ReportWorld();

    private void plan(String keys) {
        world.put("""
                extends: default
                sites:
                  shop: {name: Shop, time_zone: UTC, currency: USD, origins: []%s}
                  lamps: {name: Lamps, time_zone: Europe/Brussels, currency: EUR, origins: []}
                """.formatted(keys));
    }

    private List<String> notes(String range) {
        List<String> said = new ArrayList<>();
        for (JsonNode row : world.get("/v1/sites/shop/notes" + range).json().path("rows")) {
            StringBuilder each = new StringBuilder(
                    row.path("date").asText() + " " + row.path("kind").asText());
            row.path("changes")
                    .forEach(change -> each.append(" ")
                            .append(change.path("change").asText())
                            .append(" ")
                            .append(change.path("section").asText())
                            .append(
                                    change.path("id").isNull()
                                            ? ""
                                            : "." + change.path("id").asText()));
            for (String field : List.of("text", "series", "until")) {
                each.append(
                        row.path(field).isNull() ? "" : " " + row.path(field).asText());
            }
            said.add(each.toString());
        }
        return said;
    }

    @Test
    void H4_3_ownNotesHaveTheirDay() {
        plan(", notes: [{date: 2025-02-20, text: New prices}, {date: 2025-01-05, text: TV spot}]");

        assertThat(notes("?from=2025-02-01&to=2025-02-26")).containsExactly("2025-02-20 note New prices 2025-02-20");
        assertThat(notes("?from=2025-01-01&to=2025-02-26")).hasSize(2);
    }

    /** Two versions on one day are one change; a note, a label or another site's change is none. */
    @Test
    void H4_3_changesOfThePlanAreThereByThemselves() {
        plan(", goals: {lead: {tier: macro, match: {event: lead}}}");
        plan(", goals: {lead: {tier: macro, match: {event: lead}}, call: {tier: macro, match: {event: call}}},"
                + " funnels: {short: {steps: [product_interest, lead]}}");
        world.clock.forward(Duration.ofDays(1));
        plan(", goals: {lead: {tier: macro, match: {event: lead_sent}}, call: {tier: macro, match: {event: call}}},"
                + " key_pages: [/price], notes: [{date: 2025-02-28, text: n}]");
        world.clock.forward(Duration.ofDays(1));
        plan(", goals: {lead: {tier: macro, match: {event: lead_sent}}, call: {tier: macro, match: {event: call}}},"
                + " key_pages: [/price], notes: [{date: 2025-03-01, text: m}]");

        assertThat(notes("?from=2025-02-02&to=2025-03-02"))
                .containsExactly(
                        "2025-02-27 plan new goals.call new goals.lead new funnels.short 2025-02-27",
                        "2025-02-28 plan changed goals.key_page_viewed changed goals.lead removed funnels.short"
                                + " changed settings 2025-02-28",
                        "2025-03-01 note m 2025-03-01");
    }

    @Test
    void H4_3_alarmsAndStandstillsAreThereByThemselves() {
        alarm("goal:purchase", "2025-02-20T08:30:00Z", "2025-02-21T10:00:00Z");
        alarm("silence", "2025-02-24T08:30:00Z", null);

        assertThat(notes("?from=2025-02-19&to=2025-02-26"))
                .containsExactly("2025-02-20 alarm goal:purchase 2025-02-21", "2025-02-24 gap silence");
    }

    private void alarm(String subject, String firstBad, String ended) {
        long from = Instant.parse(firstBad).toEpochMilli();
        Episode episode = new Episode(
                from,
                from + 5_400_000,
                new Found(212, 3, 0.2976, 1e-20),
                List.of(),
                ended == null ? null : Instant.parse(ended).toEpochMilli(),
                ended == null ? null : Change.RECOVERED,
                List.of());
        new AlarmStore(world.memory).put("shop", new AlarmState(subject, List.of(episode), 0), 0);
    }

    @Test
    void H4_3_wholeDaysWithoutAVisitAreAGapWhereVisitsAreUsual() {
        visits("2025-02-12", "2025-02-25", 20, "2025-02-18", "2025-02-19");

        assertThat(notes("?from=2025-02-01&to=2025-02-26"))
                .as("the days before the first visit are none, the last complete day is")
                .containsExactly("2025-02-18 gap 2025-02-19", "2025-02-26 gap 2025-02-26");
        alarm("silence", "2025-02-18T08:30:00Z", "2025-02-19T22:00:00Z");
        assertThat(notes("?from=2025-02-01&to=2025-02-26"))
                .as("not twice")
                .containsExactly("2025-02-18 gap silence 2025-02-19", "2025-02-26 gap 2025-02-26");
    }

    @Test
    void H4_3_aQuietSiteHasNoGaps() {
        visits("2025-02-12", "2025-02-25", 9, "2025-02-18");

        assertThat(notes("?from=2025-02-01&to=2025-02-26")).isEmpty();
    }

    private void visits(String from, String to, long visits, String... without) {
        LocalDate.parse(from)
                .datesUntil(LocalDate.parse(to).plusDays(1))
                .filter(day -> !List.of(without).contains(day.toString()))
                .forEach(day -> world.row(
                        "overview",
                        day.toString(),
                        new OverviewCounts(visits, visits, visits, visits, 0, visits, visits)));
    }

    @Test
    void H4_3_csvHasTheChangesInACell() {
        plan(", goals: {lead: {tier: macro, match: {event: lead}}}");

        assertThat(world.get("/v1/sites/shop/notes?format=csv").body())
                .startsWith("date,kind,until,text,plan_version,series,segment,changes")
                .contains("2025-02-27,plan,2025-02-27,,2,,,new goals.lead");
    }
}
