package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.keys.SharesResource;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 7: the purpose of keys, and links for reading statistics without one. */
class SitesAndSharesTest {
    private static final String OVERVIEW = "/v1/sites/shop/overview";

    private final ReportWorld world = new ReportWorld();

    private Reply order(String key, String body) {
        return world.call("POST", "/v1/sites/shop/shares", key, Map.of(), body.replace('\'', '"'));
    }

    private String share() {
        return order(ReportWorld.ADMIN, "{'name':'the board','expires':'2025-03-31T00:00:00Z'}")
                .json()
                .path("share")
                .asText();
    }

    private Reply anonymous(String target) {
        return world.call("GET", target, null, Map.of(), "");
    }

    @Test
    void aKeyIsToldItsSitesAndWhatCanBeAskedOfThem() {
        Reply reply = world.call("GET", "/v1/sites", world.key("lamps", Scope.STATS_READ), Map.of(), "");

        assertThat(reply.json()).hasSize(1);
        JsonNode site = reply.json().path(0);
        assertThat(site.path("id").asText()).isEqualTo("lamps");
        assertThat(site.path("name").asText()).isEqualTo("Lamps");
        assertThat(site.path("time_zone").asText()).isEqualTo("Europe/Brussels");
        assertThat(site.path("currency").asText()).isEqualTo("EUR");
        assertThat(site.path("today").asText()).isEqualTo("2025-02-27");
        assertThat(site.path("scopes").toString()).isEqualTo("[\"stats:read\"]");
        assertThat(site.path("funnels"))
                .extracting(JsonNode::toString)
                .contains(
                        "{\"id\":\"checkout\",\"steps\":[\"product_interest\",\"add_to_cart\",\"checkout_started\",\"purchase\"]}");
        assertThat(site.path("goals"))
                .extracting(JsonNode::toString)
                .contains(
                        "{\"name\":\"purchase\",\"tier\":\"macro\",\"kind\":null}",
                        "{\"name\":\"add_to_cart\",\"tier\":\"micro\",\"kind\":\"milestone\"}");
    }

    @Test
    void anAdminKeyIsToldEverySiteAndAKeyOfASiteThatIsGoneNone() {
        String gone = world.key("gone", Scope.STATS_READ);

        assertThat(world.get("/v1/sites").json().findValuesAsText("id")).contains("shop", "lamps");
        assertThat(world.call("GET", "/v1/sites", gone, Map.of(), "").body()).isEqualTo("[]");
        assertThat(anonymous("/v1/sites").status()).isEqualTo(401);
    }

    @Test
    void aGoalThatIsHiddenIsNotOffered() {
        assertThat(world.get("/v1/sites").json().path(0).path("goals").findValuesAsText("name"))
                .doesNotContainAnyElementsOf(
                        world.plans.site("shop").orElseThrow().definitions().hidden())
                .isNotEmpty();
        assertThat(world.plans.site("shop").orElseThrow().definitions().hidden())
                .isNotEmpty();
    }

    @Test
    void P3_aShareReadsTheStatisticsOfItsSiteByHeaderAndByLink() {
        world.row("overview", "2025-02-23", new OverviewCounts(7, 7, 7, 7, 0, 0, 0));
        Reply made = order(world.key("shop", Scope.STATS_READ), "{'name':'a','expires':'2025-03-31T00:00:00Z'}");
        String share = made.json().path("share").asText();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("cache-control", "no-store");
        assertThat(share).startsWith("share_").hasSize(49);
        assertThat(made.json().path("url").asText()).isEqualTo("/#share=" + share + "&site=shop");
        String day = OVERVIEW + "?from=2025-02-23&to=2025-02-23";
        Reply byLink = anonymous(day + "&format=csv&share=" + share);
        assertThat(byLink.status()).isEqualTo(200);
        assertThat(byLink.body()).contains("2025-02-23,7,7");
        assertThat(world.call("GET", day, share, Map.of(), "")
                        .json()
                        .path("total")
                        .path("visitors")
                        .asInt())
                .isEqualTo(7);
        assertThat(world.call("GET", "/v1/sites", share, Map.of(), "").json().findValuesAsText("id"))
                .contains("shop")
                .doesNotContain("lamps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sites/shop/goals",
                "/v1/sites/shop/events",
                "/v1/sites/shop/health",
                "/v1/sites/shop/funnels/checkout"
            })
    void P3_everyStatisticOpensFromALink(String path) {
        assertThat(anonymous(path + "?share=" + share()).status()).isEqualTo(200);
        assertThat(anonymous(path + "?from=x&share=" + share()).error("parameter"))
                .isEqualTo("from");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v1/sites/lamps/overview",
        "GET,    /v1/sites/shop/quarantine",
        "GET,    /v1/sites/shop/jobs",
        "POST,   /v1/sites/shop/shares",
        "POST,   /v1/sites/shop/backfills",
        "GET,    /v1/sites/shop/visitors/anna",
        "GET,    /v1/plan",
        "GET,    /v1/keys"
    })
    void P3_aShareReadsNothingElseAndMakesNothing(String method, String path) {
        String share = share();

        assertThat(world.call(method, path, share, Map.of(), "").status()).isEqualTo(403);
        assertThat(world.call(method, path + "?share=" + share, null, Map.of(), "")
                        .status())
                .isIn(401, 403);
    }

    @Test
    void P3_aKeyIsNeverTakenFromAnAddress() {
        String key = world.key("shop", Scope.STATS_READ);

        assertThat(anonymous(OVERVIEW + "?share=" + key).status()).isEqualTo(401);
        assertThat(anonymous("/v1/sites?share=" + share()).status()).isEqualTo(401);
    }

    @Test
    void P3_anExpiredShareSaysSo() {
        String share = share();
        world.clock.forward(Duration.ofDays(32));

        Reply reply = anonymous(OVERVIEW + "?share=" + share);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.error("message")).isEqualTo("This share expired at 2025-03-31T00:00:00Z.");
        assertThat(world.get("/v1/keys").json().path("keys")).isEmpty();
    }

    @Test
    void P3_aShareIsListedWithTheKeysAndRevokedLikeOne() {
        String share = share();
        JsonNode listed = world.get("/v1/keys").json().path("keys").path(0);

        assertThat(listed.path("share").asBoolean()).isTrue();
        assertThat(listed.path("name").asText()).isEqualTo("the board");
        assertThat(world.get("/v1/keys").body()).doesNotContain(share);
        world.call("DELETE", "/v1/keys/" + listed.path("id").asText(), ReportWorld.ADMIN, Map.of(), "");
        assertThat(anonymous(OVERVIEW + "?share=" + share).status()).isEqualTo(401);
    }

    @Test
    void P3_aShareIsListedWithTheKeyItWasMadeWithAndGoesWithIt() {
        String key = world.key("shop", Scope.STATS_READ);
        String id = world.get("/v1/keys").json().path("keys").path(0).path("id").asText();
        String share = order(key, "{'name':'a','expires':'2025-03-31T00:00:00Z'}")
                .json()
                .path("share")
                .asText();
        String admins = share();
        assertThat(world.get("/v1/keys").json().path("keys"))
                .extracting(each -> each.path("made_by").asText("nobody"))
                .containsExactlyInAnyOrder("nobody", id, "admin");

        world.call("DELETE", "/v1/keys/" + id, ReportWorld.ADMIN, Map.of(), "");

        assertThat(anonymous(OVERVIEW + "?share=" + share).status()).isEqualTo(401);
        assertThat(anonymous(OVERVIEW + "?share=" + admins).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a'}                                            | expires | is missing",
                "{'name':'a','expires':'2025-02-27T01:00:00Z'}           | expires | is in the past",
                "{'name':'a','expires':'2026-04-03T01:00:01Z'}           | expires | more than 400 days",
                "{'name':'a','expires':'soon'}                           | expires | 2027-01-31T00:00:00Z",
                "{'name':'','expires':'2025-03-31T00:00:00Z'}            | name    | 1 to 100",
                "{'expires':'2025-03-31T00:00:00Z'}                      | name    | 1 to 100",
                "{'name':'a','expires':'2025-03-31T00:00:00Z','site':''} | body    | neither"
            })
    void P3_aShareThatCannotBeIsRefusedByTheFieldAtFault(String body, String parameter, String message) {
        Reply reply = order(ReportWorld.ADMIN, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("code")).isEqualTo("invalid_share");
        assertThat(reply.error("parameter")).isEqualTo(parameter);
        assertThat(reply.error("message")).contains(message);
    }

    @Test
    void P3_aShareLivesFor400DaysAtMostAndNoLongerThanTheKeyThatMadeIt() {
        String key = world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), """
                        {"site":"shop","scopes":["stats:read"],"name":"Anna","expires":"2025-03-01T00:00:00Z"}""")
                .json()
                .path("key")
                .asText();

        assertThat(order(ReportWorld.ADMIN, "{'name':'a','expires':'2026-04-03T01:00:00Z'}")
                        .status())
                .isEqualTo(201);
        assertThat(order(key, "{'name':'a','expires':'2025-03-01T00:00:00Z'}").status())
                .isEqualTo(201);
        assertThat(order(key, "{'name':'a','expires':'2025-03-01T00:00:01Z'}").error("message"))
                .contains("later than 2025-03-01T00:00:00Z");
    }

    @Test
    void P3_aLostKeyMakesAHundredSharesAtMost() {
        for (int i = 0; i < SharesResource.MOST_SHARES; i++) {
            share();
        }

        Reply reply = order(ReportWorld.ADMIN, "{'name':'a','expires':'2025-03-31T00:00:00Z'}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.error("code")).isEqualTo("too_many_shares");
    }

    @Test
    void P3_aPagedAnswerStaysOpenFromItsLink() {
        ReportWorld small = new ReportWorld(2_000);
        Map<String, OverviewCounts> values = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            values.put("campaign " + i, new OverviewCounts(i, i, i, i, i, 0, 0));
        }
        small.row("overview/by/campaign", "2025-02-23", values);
        String share = small.call("POST", "/v1/sites/shop/shares", ReportWorld.ADMIN, Map.of(), """
                        {"name":"a","expires":"2025-03-31T00:00:00Z"}""")
                .json()
                .path("share")
                .asText();

        Reply first = small.call("GET", OVERVIEW + "?breakdown=campaign&format=csv&share=" + share, null, Map.of(), "");
        String next = first.headers().get("link").replaceAll("^<|>.*$", "");
        Reply second = small.call("GET", next, null, Map.of(), "");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).contains("campaign").isNotEqualTo(first.body());
    }
}
