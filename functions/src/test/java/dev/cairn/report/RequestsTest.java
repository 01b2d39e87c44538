package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private static final String OVERVIEW = "/v1/sites/shop/overview";

    private final ReportWorld world = new ReportWorld();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overview?from=2025-02-30                               | from      | not a calendar date     ",
                "overview?from=23.02.2025                               | from      | date such as",
                "overview?to=2025-02-27T00:00:00Z                       | to        | date such as",
                "overview?from=2025-02-24&to=2025-02-23                 | from      | after to",
                "overview?from=2025-02-28                               | from      | after to, today",
                "overview?from=2024-01-01&to=2025-02-04                 | from      | longer than 400 days",
                "overview?breakdown=colour                              | breakdown | channel",
                "overview?tier=macro                                    | tier      | Unknown parameter",
                "overview?format=xml                                    | format    | csv, json",
                "overview?cursor=abc                                    | cursor    | different request",
                "goals?tier=nano                                        | tier      | macro, micro",
                "goals?kind=big                                         | kind      | milestone, secondary",
                "funnels/checkout?view=exit                             | view      | completion, entry, same_day",
                "events?breakdown=channel                               | breakdown | from, to, top, name, prop, interval",
                "overview?filter=channel                                | filter    | DIMENSION:VALUE",
                "overview?filter=channel:                               | filter    | DIMENSION:VALUE",
                "overview?filter=colour:red                             | filter    | campaign, channel",
                "overview?filter=device:tablet&breakdown=channel        | filter    | cannot be combined",
                "channels?funnel=checkout&filter=device:tablet          | filter    | one of channel;",
                "events?filter=channel:email                            | filter    | overview, goals, funnels",
                "health?filter=channel:email                            | filter    | overview, goals, funnels",
                "overview?interval=year                                 | interval  | day, month, week",
                "overview?totals=yes                                    | totals    | only",
                "overview?top=3                                         | top       | without a breakdown",
                "overview?breakdown=device&top=501                      | top       | 1 to 500",
                "overview?breakdown=device&top=0                        | top       | 1 to 500",
                "funnels/checkout?top=3                                 | top       | without a breakdown",
                "goals?attribution=linear                               | attribution | first_touch, last_non_direct, visit",
                "goals?attribution=first_touch                          | attribution | channel, source, medium, campaign",
                "goals?attribution=first_touch&breakdown=device         | attribution | channel, source, medium, campaign",
                "health?form=csv                                        | form      | Unknown parameter"
            })
    void aWrongParameterIsNamedWithWhatIsAllowed(String target, String parameter, String message) {
        Reply reply = world.get("/v1/sites/shop/" + target);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("code")).isEqualTo("invalid_parameter");
        assertThat(reply.error("parameter")).isEqualTo(parameter);
        assertThat(reply.error("message")).contains(message);
        assertThat(reply.error("request_id")).isEqualTo("request-1");
    }

    @Test
    void allowedValuesAreListed() {
        JsonNode error = world.get(OVERVIEW + "?breakdown=colour").json().path("error");

        assertThat(error.path("allowed").toString())
                .isEqualTo("[\"campaign\",\"channel\",\"content\",\"country\",\"device\",\"entry_page\",\"medium\","
                        + "\"referrer_host\",\"source\",\"term\"]");
    }

    @Test
    void fourHundredDaysAreARange() {
        assertThat(world.get(OVERVIEW + "?from=2024-01-01&to=2025-02-03").json().path("rows"))
                .hasSize(400);
    }

    @Test
    void anUnknownFunnelIsAnsweredWithTheOnesThereAre() {
        Reply reply = world.get("/v1/sites/shop/funnels/chekout");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("error").path("allowed").toString()).isEqualTo("[\"checkout\",\"quote\"]");
    }

    @Test
    void anUnknownSiteIsNamed() {
        Reply reply = world.call("GET", "/v1/sites/nosuch/overview", ReportWorld.ADMIN, Map.of(), "");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.error("code")).isEqualTo("unknown_site");
        assertThat(reply.error("message")).isEqualTo("There is no site \"nosuch\" in the plan.");
        String strange = "x".repeat(80);
        assertThat(world.call("GET", "/v1/sites/" + strange + "/overview", ReportWorld.ADMIN, Map.of(), "")
                        .error("message"))
                .isEqualTo("There is no site \"" + "x".repeat(64) + "…\" in the plan.");
    }

    /** These reach this function only with a method that is not routed to the collector. */
    @ParameterizedTest
    @CsvSource({"GET, /v1/events, POST", "PUT, /v1/events, POST", "POST, /cairn.gif, GET"})
    void aWrongMethodAtAnAddressForEventsIsAnsweredWithTheRightOne(String method, String path, String allow) {
        Reply reply = world.call(method, path, null, Map.of(), "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", allow.equals("POST") ? "POST, OPTIONS" : allow);
        assertThat(reply.error("message")).isEqualTo("This endpoint accepts only " + allow + ".");
    }

    @Test
    void anAddressWithoutAnythingIsAnsweredWithTheOnesThereAre() {
        Reply reply = world.get("/v1/sites/shop/nothing");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("error").path("allowed"))
                .extracting(JsonNode::asText)
                .contains("GET /v1/sites/{site}/overview", "GET|PUT /v1/plan", "DELETE /v1/keys/{id}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /v1/sites/shop/overview | GET, HEAD",
                "DELETE | /v1/plan                | GET, PUT, HEAD",
                "GET    | /v1/keys/x              | DELETE",
                "PATCH  | /v1/keys                | GET, POST, HEAD"
            })
    void aWrongMethodIsAnsweredWithTheRightOnes(String method, String path, String allow) {
        Reply reply = world.call(method, path, ReportWorld.ADMIN, Map.of(), "");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", allow);
    }

    @Test
    void theStartPageIsPublicAndSaysNothingOfAnySite() {
        Reply reply = world.call("GET", "/", null, Map.of(), "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.body()).contains("Cairn").doesNotContain("shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sites/shop/overview",
                "/v1/sites/shop/goals",
                "/v1/sites/shop/events",
                "/v1/sites/shop/health",
                "/v1/sites/shop/funnels/checkout",
                "/v1/plan",
                "/v1/keys"
            })
    void nothingIsReadWithoutAKey(String path) {
        Reply without = world.call("GET", path, null, Map.of(), "");
        Reply unknown = world.call("GET", path, "ck_0123456789012345678901234567890123456789abc", Map.of(), "");

        assertThat(List.of(without.status(), unknown.status())).containsOnly(401);
        assertThat(without.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(unknown.headers()).containsEntry("www-authenticate", "Bearer error=\"invalid_token\"");
        assertThat(without.body()).contains("\"request_id\"");
    }

    @Test
    void aKeyReadsItsOwnSiteAndLearnsNothingOfOthers() {
        String key = world.key("shop", Scope.STATS_READ);

        Reply own = world.call("GET", OVERVIEW, key, Map.of(), "");
        Reply other = world.call("GET", "/v1/sites/lamps/overview", key, Map.of(), "");
        Reply none = world.call("GET", "/v1/sites/nosuch/overview", key, Map.of(), "");

        assertThat(own.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(403);
        assertThat(none).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STATS_READ    | 200 | 403 | 403",
                "PLAN_WRITE    | 403 | 200 | 403",
                "EVENTS_WRITE  | 403 | 403 | 403",
                "AUDIENCE_READ | 403 | 403 | 403"
            })
    void aKeyDoesWhatItsScopesSay(Scope scope, int stats, int plan, int keys) {
        String key = world.key("shop", scope);

        assertThat(world.call("GET", OVERVIEW, key, Map.of(), "").status()).isEqualTo(stats);
        assertThat(world.call("GET", "/v1/plan", key, Map.of(), "").status()).isEqualTo(plan);
        assertThat(world.call("GET", "/v1/keys", key, Map.of(), "").status()).isEqualTo(keys);
    }

    @Test
    void anAdminKeyOfOnesOwnReadsEverySite() {
        String key = world.key(null, Scope.ADMIN);

        assertThat(world.call("GET", "/v1/sites/lamps/overview", key, Map.of(), "")
                        .status())
                .isEqualTo(200);
        assertThat(world.call("GET", "/v1/sites/nosuch/overview", key, Map.of(), "")
                        .status())
                .isEqualTo(404);
        assertThat(world.call("GET", "/v1/keys", key, Map.of(), "").status()).isEqualTo(200);
    }

    @Test
    void aWrongParameterIsNotLookedAtBeforeTheKey() {
        assertThat(world.call("GET", OVERVIEW + "?from=x", null, Map.of(), "").status())
                .isEqualTo(401);
    }

    @Test
    void anAnswerThatIsKnownIsNotSentAgain() {
        Reply first = world.get(OVERVIEW);
        Reply again = world.get(
                OVERVIEW,
                Map.of("If-None-Match", "\"other\", W/" + first.headers().get("etag")));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers()).containsEntry("etag", first.headers().get("etag"));

        world.row("overview", "2025-02-23", new OverviewCounts(1, 1, 1, 1, 0, 0, 0));
        Reply changed =
                world.get(OVERVIEW, Map.of("If-None-Match", first.headers().get("etag")));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.headers().get("etag")).isNotEqualTo(first.headers().get("etag"));
    }

    @ParameterizedTest
    @CsvSource({"2025-02-26, 'private, max-age=3600'", "2025-02-27, 'private, no-cache'"})
    void closedDaysMayBeKeptForAnHour(String to, String caching) {
        assertThat(world.get(OVERVIEW + "?from=2025-02-20&to=" + to).headers()).containsEntry("cache-control", caching);
    }

    @Test
    void answersAreInertInABrowser() {
        assertThat(world.get(OVERVIEW).headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
                .containsEntry("content-type", "application/json; charset=utf-8");
    }

    @Test
    void headIsLikeGetWithoutTheBody() {
        Reply get = world.get(OVERVIEW);
        Reply head = world.call("HEAD", OVERVIEW, ReportWorld.ADMIN, Map.of(), "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.body()).isEmpty();
    }

    @Test
    void brokenMachineryIsLoggedUnderTheRequestIdAndSaysNothingOfItself() throws Exception {
        ApiHandler broken = new ApiHandler(
                new Dependencies(
                        new BrokenItems(),
                        world.dependencies.stream(),
                        world.dependencies.archive(),
                        world.dependencies.secrets(),
                        world.clock,
                        world.dependencies.telemetry()),
                Duration.ZERO);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String event = """
                {"requestContext":{"requestId":"request-9","http":{"method":"GET","path":"/v1/plan"}},
                "headers":{"authorization":"Bearer %s"}}""".formatted(ReportWorld.ADMIN);

        broken.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, null);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"statusCode\":500")
                .contains("request-9")
                .doesNotContain("table of secrets");
        assertThat(world.log.toString(StandardCharsets.UTF_8))
                .contains("request_id=request-9")
                .doesNotContain("table of secrets")
                .doesNotContain(ReportWorld.ADMIN);
    }

    private static final class BrokenItems implements ItemStore {
        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            throw new IllegalStateException("table of secrets");
        }

        @Override
        public List<Item> query(dev.cairn.store.Table table, String partition, String from, String to) {
            throw new IllegalStateException("table of secrets");
        }

        @Override
        public boolean put(Item item) {
            throw new IllegalStateException("table of secrets");
        }

        @Override
        public void replace(Item item) {
            throw new IllegalStateException("table of secrets");
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            throw new IllegalStateException("table of secrets");
        }
    }
}
