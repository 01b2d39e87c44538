package dev.cairn.report.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Hashes;
import dev.cairn.store.Json;
import dev.cairn.store.work.Quarantine;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarantineResourceTest {
    private static final String LIST = "/v1/sites/shop/quarantine";
    private static final String SECRET = "what-a-visitor-did";

    private final ReportWorld world = new ReportWorld();
    private final Quarantine quarantine = new Quarantine(world.memory, world.clock);

    private void put(String site, String delivery, String day, String reason, int events) {
        byte[] payload = ("{\"" + SECRET + "\":1}").getBytes(StandardCharsets.UTF_8);
        quarantine.put(site, Quarantine.Entry.of(delivery, LocalDate.parse(day), reason, events, payload));
    }

    private Reply get(String target, String key) {
        return world.call("GET", target, key, Map.of(), "");
    }

    @Test
    void entriesAreListedWithoutWhatIsInThem() {
        put("shop", "d-1", "2025-02-26", "visitor_day_full", 6);
        put("shop", "d-2", "2025-02-25", "unknown_site", 2);
        put("lamps", "d-3", "2025-02-25", "unknown_site", 2);

        Reply reply = get(LIST, world.key("shop", Scope.STATS_READ));

        assertThat(reply.json().path("rows")).isEqualTo(json("""
                [{"date":"2025-02-25","reason":"unknown_site","id":"%s","events":2,"bytes":24,
                "at":"2025-02-27T01:00:00Z"},
                {"date":"2025-02-26","reason":"visitor_day_full","id":"%s","events":6,"bytes":24,
                "at":"2025-02-27T01:00:00Z"}]""".formatted(Hashes.text("d-2"), Hashes.text("d-1"))));
        assertThat(reply.json().path("total")).isEqualTo(json("""
                {"entries":2,"events":{"unknown_site":2,"visitor_day_full":6}}"""));
        assertThat(reply.json().path("meta").path("time_zone").asText()).isEqualTo("UTC");
        assertThat(reply.body()).doesNotContain(SECRET);
    }

    @Test
    void aRangeOfDaysAndCsv() {
        put("shop", "d-1", "2025-02-26", "visitor_day_full", 6);
        put("shop", "d-2", "2025-02-25", "unknown_site", 2);

        assertThat(world.get(LIST + "?from=2025-02-26&to=2025-02-26&format=csv").body())
                .isEqualTo("date,reason,id,events,bytes,at\r\n2025-02-26,visitor_day_full," + Hashes.text("d-1")
                        + ",6,24,2025-02-27T01:00:00Z\r\n");
        assertThat(world.get(LIST + "?reason=x").status()).isEqualTo(400);
    }

    @Test
    void overThePagesNothingIsLeftOut() {
        ReportWorld small = new ReportWorld(1_500);
        Quarantine there = new Quarantine(small.memory, small.clock);
        for (int i = 0; i < 40; i++) {
            there.put(
                    "shop",
                    Quarantine.Entry.of("d-" + i, LocalDate.parse("2025-02-26"), "undecodable", 1, new byte[1]));
        }
        List<String> ids = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page =
                    small.get(LIST + (next.isEmpty() ? "" : "?cursor=" + next)).json();
            page.path("rows").forEach(row -> ids.add(row.path("id").asText()));
            next = page.path("next").asText();
            pages++;
        } while (!next.isEmpty());

        assertThat(pages).isGreaterThan(2);
        assertThat(ids).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void whatNamesNoSiteIsForAdminsOnly() {
        put(Quarantine.UNKNOWN_SITE, "d-1", "2025-02-26", "undecodable", 1);
        String unknown = "/v1/sites/-/quarantine";

        assertThat(world.get(unknown).json().path("rows")).hasSize(1);
        assertThat(world.get(unknown).json().path("meta").path("warnings").isArray())
                .isTrue();
        assertThat(get(unknown, world.key("shop", Scope.STATS_READ)).status()).isEqualTo(403);
        assertThat(get(unknown, null).status()).isEqualTo(401);
    }

    @Test
    void aSiteThatIsInNoPlanIsThereAsLongAsItHasEntries() {
        assertThat(world.get("/v1/sites/gone/quarantine").status()).isEqualTo(404);
        put("gone", "d-1", "2025-02-26", "unknown_site", 1);

        assertThat(world.get("/v1/sites/gone/quarantine").json().path("rows")).hasSize(1);
        assertThat(get("/v1/sites/gone/quarantine", world.key("shop", Scope.STATS_READ))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aKeyNeedsTheScopeAndItsOwnSite() {
        assertThat(get(LIST, world.key("shop", Scope.EVENTS_WRITE)).status()).isEqualTo(403);
        assertThat(get(LIST, world.key("lamps", Scope.STATS_READ)).status()).isEqualTo(403);
        assertThat(get(LIST, world.key("shop", Scope.STATS_READ)).status()).isEqualTo(200);
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
