package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H4.3: anyone sees the headline figures of a site that its plan opens, and nothing else of it or of any other. */
class PublicSitesTest {
    private static final String DAY = "?from=2025-02-26&to=2025-02-26";
    private static final List<String> OPEN = List.of("overview", "goals", "channels", "funnels/checkout");

    private final ReportWorld world = new ReportWorld();

    @BeforeEach
    void figures() {
        plan("public: true");
        world.row("overview", "2025-02-26", new OverviewCounts(7, 8, 9, 10, 0, 7, 7));
    }

    private void plan(String keys) {
        world.put("""
                extends: default
                sites:
                  shop:
                    name: Shop
                    time_zone: UTC
                    currency: USD
                    origins: ['https://shop.example']
                    notes: [{date: 2025-02-26, text: the secret campaign}]
                    targets: {secret_target: {label: A secret target, metric: conversions, goal: purchase, value: 5, from: 2025-02-01, to: 2025-02-28}}
                    %s
                  lamps: {name: Lamps, time_zone: Europe/Brussels, currency: EUR, origins: []}
                """.formatted(keys));
        world.clock.forward(java.time.Duration.ofMinutes(2));
    }

    private Reply anyone(String target) {
        return world.call("GET", target, null, Map.of(), "");
    }

    private static String query(String report) {
        return report.equals("channels") ? DAY + "&funnel=checkout" : DAY;
    }

    static Stream<String> routes() {
        return new ReportRoutes(services(), dev.cairn.http.BrowserPaths.DEFAULT)
                .routes().stream().map(Route::pattern).filter(pattern -> pattern.startsWith("/v1/sites"));
    }

    private static ApiServices services() {
        ReportWorld world = new ReportWorld();
        return ApiServices.of(world.dependencies, java.time.Duration.ZERO, null, world.keys);
    }

    @Test
    void H4_3_anyoneReadsTheHeadlineFiguresOfAnOpenSite() {
        for (String report : OPEN) {
            assertThat(anyone("/v1/public/shop/" + report + query(report)).status())
                    .as(report)
                    .isEqualTo(200);
        }
        assertThat(anyone("/v1/public/shop/overview" + DAY)
                        .json()
                        .path("total")
                        .path("visitors")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void H4_3_theSiteIsNamedWithItsGoalsAndFunnelsAndNothingOfItsPlan() {
        Reply reply = anyone("/v1/public/shop");

        assertThat(reply.status()).isEqualTo(200);
        JsonNode site = reply.json();
        assertThat(site.path("name").asText()).isEqualTo("Shop");
        assertThat(site.path("today").asText()).isEqualTo("2025-02-27");
        assertThat(site.path("goals").findValuesAsText("name")).contains("purchase");
        assertThat(site.path("scopes")).isEmpty();
        assertThat(reply.body()).doesNotContainIgnoringCase("secret").doesNotContain("shop.example");
    }

    /** What is not on the list is not there, whatever the reports are that a key reads. */
    @ParameterizedTest
    @MethodSource("routes")
    void H4_3_nothingElseIsOpen(String pattern) {
        String rest = pattern.replace("/v1/sites/{site}", "")
                .replace("{funnel}", "checkout")
                .replace("{audience}", "cart_left")
                .replace("{id}", "1");
        boolean isOpen = OPEN.contains(rest.replaceFirst("^/", ""));

        assertThat(anyone("/v1/public/shop" + rest + (isOpen ? query(rest.substring(1)) : ""))
                        .status())
                .as("public")
                .isEqualTo(isOpen ? 200 : 404);
        assertThat(anyone(pattern.replace("{site}", "shop")
                                .replace("{funnel}", "checkout")
                                .replace("{audience}", "cart_left")
                                .replace("{id}", "1"))
                        .status())
                .as("what a key reads needs a key still")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/public/shop/visitors/anna",
                "/v1/public/shop/plan",
                "/v1/public/shop/shares",
                "/v1/public/shop/names",
                "/v1/public/shop/orders",
                "/v1/public/shop/identity-secret",
                "/v1/public/shop/audiences/a/members",
                "/v1/public",
                "/v1/public/",
                "/v1/public/shop/",
                "/v1/public/shop/overview/",
                "/v1/public/../sites"
            })
    void H4_3_noOtherAddressAnswers(String path) {
        assertThat(anyone(path).status()).isEqualTo(404);
        assertThat(world.call("POST", "/v1/public/shop/overview", null, Map.of(), "{}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void H4_3_aClosedSiteAndOneThatDoesNotExistAnswerAlike() {
        for (String rest : List.of("", "/overview", "/goals", "/channels?funnel=checkout", "/funnels/checkout")) {
            Reply closed = anyone("/v1/public/lamps" + rest);
            Reply none = anyone("/v1/public/nosuch" + rest);

            assertThat(closed.status()).isEqualTo(404);
            assertThat(closed.error("code")).isEqualTo("not_public");
            assertThat(closed.body()).isEqualTo(none.body());
            assertThat(closed.headers()).isEqualTo(none.headers());
        }
        Reply closed = anyone("/public/lamps");
        assertThat(closed.status()).isEqualTo(404);
        assertThat(closed.body()).isEqualTo(anyone("/public/nosuch").body());
        assertThat(closed.headers().get("content-security-policy")).endsWith("frame-ancestors 'none'");
    }

    @Test
    void H4_3_aPlanThatClosesTheSiteClosesItsPage() {
        assertThat(anyone("/v1/public/shop/overview" + DAY).status()).isEqualTo(200);

        plan("public: false");

        assertThat(anyone("/v1/public/shop/overview" + DAY).status()).isEqualTo(404);
        assertThat(anyone("/public/shop").status()).isEqualTo(404);
    }

    /** A key opens no other door here: neither a foreign one nor an admin's makes a closed site public. */
    @Test
    void H4_3_aKeyChangesNothing() {
        String foreign = world.key("lamps", Scope.STATS_READ);

        assertThat(world.call("GET", "/v1/public/shop/overview" + DAY, foreign, Map.of(), "")
                        .status())
                .isEqualTo(200);
        assertThat(world.call("GET", "/v1/public/lamps/overview" + DAY, foreign, Map.of(), "")
                        .status())
                .isEqualTo(404);
        assertThat(world.get("/v1/public/lamps/overview" + DAY).status()).isEqualTo(404);
    }

    @Test
    void H4_3_onlyTheListedOriginsMayFrameThePage() {
        assertThat(anyone("/public/shop").headers().get("content-security-policy"))
                .as("the origins that send events are not those that may frame")
                .endsWith("; frame-ancestors 'none'");

        plan("public: true\n    embed: ['https://Intranet.example:8443', 'https://*.example.org']");

        Reply page = anyone("/public/shop");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("content-type")).startsWith("text/html");
        assertThat(page.headers().get("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'self' https://intranet.example:8443 https://*.example.org");
        assertThat(page.headers().get("cache-control"))
                .as("no cache keeps an old list")
                .isEqualTo("no-store");
        assertThat(anyone("/").headers().get("content-security-policy"))
                .as("the dashboard, where keys are typed, is never framed")
                .endsWith("frame-ancestors 'none'");
        assertThat(anyone("/v1/public/shop/overview" + DAY).headers().get("content-security-policy"))
                .endsWith("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=2024-11-18&to=2025-02-26",
                "?from=2024-06-01",
                "?from=2025-02-26&to=2025-02-26&compare=2024-01-01..2024-12-31"
            })
    void H4_3_aStrangersRequestHasABound(String range) {
        Reply reply = anyone("/v1/public/shop/overview" + range);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("message")).contains("100 days");
        assertThat(world.get("/v1/sites/shop/overview" + range).status()).isEqualTo(200);
        assertThat(anyone("/v1/public/shop/overview?from=2024-11-19&to=2025-02-26")
                        .status())
                .isEqualTo(200);
    }
}
