package dev.cairn.report.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Pipeline;
import dev.cairn.access.Scope;
import dev.cairn.report.ReportWorld;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Item;
import dev.cairn.store.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The most recent events, from a posted body to the response. */
class RecentEventsResourceTest {
    private static final String RECENT = "/v1/sites/shop/recent";

    private final ReportWorld world = new ReportWorld();
    private final Pipeline pipeline = new Pipeline(world.memory, world.clock, ReportWorld.PLAN, "shop");

    private void send(String visitor, String... events) {
        pipeline.post(
                "{\"site\":\"shop\",\"visitor\":\"" + visitor + "\",\"consent\":{\"analytics\":true},\"context\":{"
                        + "\"url\":\"https://shop.example/p/42?mail=anna@example.com\",\"user_agent\":\"Mozilla/5.0 (X11)\"},"
                        + "\"events\":[" + String.join(",", events).replace('\'', '"') + "]}");
    }

    private List<String> recent() {
        pipeline.drain(100);
        List<String> lines = new ArrayList<>();
        for (JsonNode event : world.get(RECENT).json().path("events")) {
            lines.add(event.path("name").asText() + " " + event.path("outcome").asText() + " "
                    + event.path("reason").asText() + " " + event.path("goals"));
        }
        return lines;
    }

    @Test
    void P4_anEventIsSeenWithItsPageAndGoalsAndWithoutItsVisitor() {
        send("anna", "{'id':'1','name':'purchase','order_id':'o-1','props':{'sku':'a secret'}}");
        pipeline.drain(100);

        Reply reply = world.get(RECENT);

        assertThat(reply.json().path("site").asText()).isEqualTo("shop");
        assertThat(reply.json().path("events")).hasSize(1);
        assertThat(reply.json().path("events").path(0).toString()).isEqualTo("""
                {"at":"2025-02-27T01:00:00Z","received_at":"2025-02-27T01:00:00Z","name":"purchase","page":"/p/42",\
                "link":"device","goals":["purchase"],"outcome":"stored","reason":null}""");
        assertThat(reply.body()).doesNotContain("anna", "secret");
    }

    @Test
    void P4_whatBecameOfAnEventIsSaid() {
        send("anna", "{'id':'1','name':'like'}");
        send("anna", "{'id':'1','name':'like'}");
        send("anna", "{'id':'1','name':'like','props':{'other':1}}");
        send("anna", "{'id':'2','name':''}", "{'id':'3','name':'old','at':1600000000000}");
        pipeline.post("""
                {"site":"shop","context":{"user_agent":"Googlebot/2.1 (+http://www.google.com/bot.html)"},\
                "events":[{"id":"9","name":"page_view"}]}""");

        assertThat(recent())
                .containsExactly(
                        "page_view bot crawler []",
                        "old rejected too_old []",
                        " rejected missing_name []",
                        "like conflicting null []",
                        "like duplicate null []",
                        "like stored null []");
    }

    @Test
    void P4_whatDoesNotFitItsVisitorsDayIsQuarantined() {
        for (int body = 0; body < 10; body++) {
            int first = body * 500;
            send(
                    "anna",
                    IntStream.range(first, first + 500)
                            .mapToObj(i -> "{'id':'" + i + "','name':'like'}")
                            .toArray(String[]::new));
        }
        send("anna", "{'id':'one-more','name':'last_one'}");

        assertThat(recent()).startsWith("last_one quarantined visitor_day_full []", "like stored null []");
    }

    @Test
    void P4_theNewestComeFirstAndTwentyOfAShardAreKept() {
        for (int i = 0; i < 30; i++) {
            send(
                    "v" + i,
                    "{'id':'a" + i + "','name':'first_" + i + "'}",
                    "{'id':'b" + i + "','name':'second_" + i + "'}");
            world.clock.forward(Duration.ofSeconds(1));
        }

        assertThat(recent()).hasSize(20).startsWith("second_29 stored null []", "first_29 stored null []");
    }

    @Test
    void P4_aBatchThatIsDeliveredAgainIsSeenOnce() {
        send("anna", "{'id':'1','name':'like'}");
        List<byte[]> records = pipeline.takeStream();

        pipeline.deliver(0, records);
        pipeline.deliver(0, records);

        assertThat(recent()).containsExactly("like stored null []");
    }

    @Test
    void P4_whatIsOlderThanADayIsNoNews() {
        send("anna", "{'id':'1','name':'like'}");
        pipeline.drain(100);

        world.clock.forward(Duration.ofHours(24));
        assertThat(recent()).hasSize(1);
        world.clock.forward(Duration.ofMillis(1));
        assertThat(recent()).isEmpty();
    }

    @Test
    void P4_anItemThatIsOneOfTwentyLongEventsStaysSmall() {
        String name = "n".repeat(64);
        for (int i = 0; i < 20; i++) {
            send(
                    "anna",
                    "{'id':'" + i + "','name':'" + name + "','url':'https://shop.example/" + "p".repeat(2_000) + "'}");
        }
        pipeline.drain(100);

        assertThat(world.memory.all().stream()
                        .filter(item -> item.key().partition().equals("running#shop"))
                        .mapToInt(item -> item.body().length()))
                .hasSize(1)
                .allSatisfy(size -> assertThat(size).isLessThan(12_000));
    }

    @Test
    void R8_aRunningDayOfAnEarlierVersionIsReadAndGoneOnWith() {
        world.memory.put(Item.first(
                new Item.Key(Table.STATISTICS, "running#shop", "shardId-000000000000"),
                "{\"schema\":1,\"position\":\"0\",\"day\":\"2025-02-27\",\"last_event\":5,\"names\":{\"like\":3}}",
                null));
        assertThat(world.get(RECENT).json().path("events")).isEmpty();

        send("anna", "{'id':'0','name':'skipped'}");
        send("anna", "{'id':'1','name':'like'}");

        assertThat(recent()).containsExactly("like stored null []");
        assertThat(world.get("/v1/sites/shop/health")
                        .json()
                        .at("/today/events/like")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void P4_whoReadsStatisticsReadsThemAsCsvTooAndAShareDoesNot() {
        send("anna", "{'id':'1','name':'=cmd()'}");
        pipeline.drain(100);
        String share = world.call("POST", "/v1/sites/shop/shares", ReportWorld.ADMIN, Map.of(), """
                        {"name":"a","expires":"2025-03-31T00:00:00Z"}""")
                .json()
                .path("share")
                .asText();

        Reply csv = world.call("GET", RECENT + "?format=csv", world.key("shop", Scope.STATS_READ), Map.of(), "");
        assertThat(csv.body().lines().collect(Collectors.toList()))
                .containsExactly(
                        "at,received_at,name,page,link,goals,outcome,reason",
                        "2025-02-27T01:00:00Z,2025-02-27T01:00:00Z,'=cmd(),/p/42,device,,stored,");
        assertThat(world.call("GET", RECENT, share, Map.of(), "").status()).isEqualTo(403);
        assertThat(world.call("GET", RECENT, world.key("shop", Scope.PLAN_WRITE), Map.of(), "")
                        .status())
                .isEqualTo(403);
        assertThat(world.get("/v1/sites/nosuch/recent").status()).isEqualTo(404);
    }

    @Test
    void keysAndJobsAreReadAsCsv() {
        world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), """
                {"site":"shop","scopes":["stats:read","plan:write"],"name":"@Anna, \\"the\\" boss"}""");
        world.call("POST", "/v1/sites/shop/backfills", ReportWorld.ADMIN, Map.of(), """
                {"from":"2025-02-25","to":"2025-02-26"}""");

        Reply keys = world.get("/v1/keys?format=csv");
        assertThat(keys.headers().get("content-disposition")).isEqualTo("attachment; filename=\"keys.csv\"");
        assertThat(keys.body())
                .startsWith("id,site,scopes,name,share,created,expires,made_by\r\n")
                .contains(",shop,plan:write stats:read,\"'@Anna, \"\"the\"\" boss\",");
        assertThat(world.get("/v1/sites/shop/jobs", Map.of("Accept", "text/csv"))
                        .body())
                .startsWith("id,kind,site,from,to,plan_version,reason,status,done,total,events,message,requested_at,")
                .contains(",backfill,shop,2025-02-25,2025-02-26,");
    }
}
