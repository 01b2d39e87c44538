package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.plan.PlanResource;
import dev.cairn.store.bucket.DirtyBuckets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanAndKeysTest {
    private static final String WITH_SIGNUP =
            ReportWorld.PLAN + "funnels: {signup: {steps: [newsletter_signup, account_created]}}\n";

    private final ReportWorld world = new ReportWorld();

    private Reply putPlan(String key, String ifMatch, String plan) {
        return world.call("PUT", "/v1/plan", key, ifMatch == null ? Map.of() : Map.of("If-Match", ifMatch), plan);
    }

    private List<String> marks() {
        return new DirtyBuckets(world.memory, java.time.Clock.systemUTC())
                .all().stream().map(mark -> mark.place().toString()).toList();
    }

    @Test
    void thePlanIsReadAsItWasPutWithItsEntityTag() {
        Reply reply = world.get("/v1/plan");

        assertThat(reply.json().path("source").asText()).isEqualTo(ReportWorld.PLAN);
        assertThat(reply.json().path("version").asInt()).isEqualTo(1);
        assertThat(reply.headers().get("etag"))
                .isEqualTo(world.plans.current().etag())
                .isEqualTo(reply.json().path("etag").asText());
        assertThat(world.get("/v1/plan", Map.of("If-None-Match", reply.headers().get("etag")))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aPlanIsPutWithTheEntityTagThatWasRead() {
        String etag = world.get("/v1/plan").headers().get("etag");

        Reply put = putPlan(ReportWorld.ADMIN, etag, WITH_SIGNUP);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("version").asInt()).isEqualTo(2);
        assertThat(put.headers().get("etag")).isNotEqualTo(etag);
        assertThat(world.get("/v1/sites/shop/funnels/signup").status()).isEqualTo(200);

        Reply stale = putPlan(ReportWorld.ADMIN, etag, ReportWorld.PLAN);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.error("etag")).isEqualTo(put.headers().get("etag"));
        assertThat(putPlan(ReportWorld.ADMIN, null, ReportWorld.PLAN).status()).isEqualTo(428);
    }

    @Test
    void aChangeOfOneSitesDefinitionsTakesNoParameters() {
        Map<String, String> anyVersion = Map.of("If-Match", "*");

        Reply reply = world.call("PATCH", "/v1/sites/shop/plan?form=changes", ReportWorld.ADMIN, anyVersion, "{}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo("form");
    }

    @Test
    void H8_theSettingsOfASiteAreReadAndChangedAsTheyAreWritten() {
        assertThat(world.get("/v1/sites/shop/plan").json().path("settings").toString())
                .isEqualTo("{\"name\":\"Shop\",\"time_zone\":\"UTC\",\"currency\":\"USD\",\"origins\":[]}");

        Reply changed = patch("""
                {"settings":{"digest":"daily","name":null},
                 "targets":{"more":{"metric":"visits","value":10,"from":"2025-03-01","to":"2025-03-31"}}}
                """);

        assertThat(changed.status()).isEqualTo(200);
        JsonNode now = world.get("/v1/sites/shop/plan").json();
        assertThat(now.path("settings").toString())
                .isEqualTo("{\"time_zone\":\"UTC\",\"currency\":\"USD\",\"origins\":[],\"digest\":\"daily\"}");
        assertThat(now.path("targets").path(0).path("id").asText()).isEqualTo("more");
    }

    @Test
    void H8_faultsOfSettingsNameTheirPathAndDefinitionsAreNoSettings() {
        Reply faulty = patch("{\"settings\":{\"origins\":[\"shop.example\"]}}");
        assertThat(faulty.json().path("error").path("faults").findValuesAsText("path"))
                .containsExactly("sites.shop.origins[0]");

        Reply section = patch("{\"settings\":{\"goals\":{}}}");
        assertThat(section.error("code")).isEqualTo("invalid_changes");
        assertThat(patch("{\"sites\":{}}").error("code")).isEqualTo("invalid_changes");
    }

    private Reply patch(String changes) {
        return world.call("PATCH", "/v1/sites/shop/plan", ReportWorld.ADMIN, Map.of("If-Match", "*"), changes);
    }

    @Test
    void H8_anAdminAddsASiteAndNothingElseOfThePlanChanges() {
        String block =
                "{\"time_zone\":\"Europe/Brussels\",\"currency\":\"EUR\",\"origins\":[\"https://hats.example\"]}";

        Reply added = world.call("PUT", "/v1/sites/hats", ReportWorld.ADMIN, Map.of(), block);

        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().path("sites").toString()).contains("hats");
        String source = world.get("/v1/plan").json().path("source").asText();
        assertThat(source)
                .startsWith(ReportWorld.PLAN.stripTrailing())
                .contains("  hats:\n    time_zone: \"Europe/Brussels\"");
        Reply again = world.call("PUT", "/v1/sites/hats", ReportWorld.ADMIN, Map.of(), block);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.error("code")).isEqualTo("site_exists");
        String key = world.key("shop", Scope.PLAN_WRITE);
        assertThat(world.call("PUT", "/v1/sites/other", key, Map.of(), block).status())
                .isEqualTo(403);
        Reply faulty = world.call("PUT", "/v1/sites/other", ReportWorld.ADMIN, Map.of(), "{\"currency\":\"EURO\"}");
        assertThat(faulty.json().path("error").path("faults").findValuesAsText("path"))
                .contains("sites.other.currency", "sites.other.time_zone");
        assertThat(world.call("PUT", "/v1/sites/other", ReportWorld.ADMIN, Map.of(), "[]")
                        .error("code"))
                .isEqualTo("invalid_json");
    }

    @Test
    void whoReadsThePlanToEditItGetsTheOneThatIsInForce() {
        world.get("/v1/plan");

        world.put(WITH_SIGNUP);

        assertThat(world.get("/v1/plan").json().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void everyVersionIsKeptAndCanBePutAgain() {
        putPlan(ReportWorld.ADMIN, "*", WITH_SIGNUP);

        JsonNode first = world.get("/v1/plan?version=1").json();
        assertThat(first.path("source").asText()).isEqualTo(ReportWorld.PLAN);
        assertThat(world.get("/v1/plan").json().path("versions").findValuesAsText("version"))
                .containsExactly("0", "1", "2");
        assertThat(world.get("/v1/plan?version=7").error("parameter")).isEqualTo("version");
        assertThat(world.get("/v1/plan?version=x").error("parameter")).isEqualTo("version");

        Reply again = putPlan(ReportWorld.ADMIN, "*", first.path("source").asText());
        assertThat(again.json().path("version").asInt()).isEqualTo(3);
        assertThat(world.get("/v1/sites/shop/funnels/signup").status()).isEqualTo(404);
    }

    @Test
    void everyFaultOfAPlanIsReportedWithItsPath() {
        Reply reply = putPlan(ReportWorld.ADMIN, "*", ReportWorld.PLAN + """
                funnels:
                  signup: {steps: [newsletter_signup, acount_created]}
                  short: {steps: [purchase]}
                """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("code")).isEqualTo("invalid_plan");
        assertThat(reply.json().path("error").path("faults").findValuesAsText("path"))
                .contains("funnels.signup.steps[1]")
                .anyMatch(path -> path.startsWith("funnels.short"));
        assertThat(world.plans.current().version()).isEqualTo(1);
        assertThat(marks()).isEmpty();
    }

    @Test
    void aSitesKeyChangesItsOwnBlockOnly() {
        String key = world.key("lamps", Scope.PLAN_WRITE);

        Reply own = putPlan(key, "*", ReportWorld.PLAN.replace("name: Lamps", "name: Lampen"));
        Reply foreign = putPlan(key, "*", ReportWorld.PLAN.replace("name: Shop", "name: Shap"));

        assertThat(own.status()).isEqualTo(200);
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.error("path")).isEqualTo("sites.shop");
    }

    private static final String TWO_TENANTS = """
            extends: default
            # rival-marker: by order of rival-marker Ltd.
            goals:
              shared_goal: {tier: micro, kind: secondary, match: {event: shared}}
            sites:
              rival-marker:
                name: rival-marker
                time_zone: UTC
                currency: USD
                origins: ["https://rival-marker.example"]
                goals: {rival_marker: {tier: micro, kind: secondary, match: {event: rival-marker}}}
              # rival-marker again
              lamps:
                name: Lamps   # our name
                time_zone: Europe/Brussels
                currency: EUR
                origins: []
            """;

    @Test
    void section4_aSitesKeySeesNothingOfAnotherSite() {
        world.put(TWO_TENANTS);
        String key = world.key("lamps", Scope.PLAN_WRITE, Scope.STATS_READ);
        String own = world.call("GET", "/v1/plan", key, Map.of(), "")
                .json()
                .path("source")
                .asText();
        String faulty = own.replace("currency: EUR", "currency: NONE");
        String guessed = own + "  rival-marker: {name: guess}\n".replace("rival-marker", "guessed");
        List<Reply> replies = List.of(
                world.call("GET", "/v1/plan", key, Map.of(), ""),
                world.call("GET", "/v1/plan?version=2", key, Map.of(), ""),
                world.call("GET", "/v1/plan?version=1", key, Map.of(), ""),
                world.call("GET", "/v1/plan?version=77", key, Map.of(), ""),
                world.call("GET", "/v1/sites", key, Map.of(), ""),
                world.call("GET", "/v1/sites/lamps/plan", key, Map.of(), ""),
                world.call("PUT", "/v1/plan", key, Map.of(), own),
                world.call("PUT", "/v1/plan", key, Map.of("If-Match", "\"old\""), own),
                putPlan(key, "*", faulty),
                putPlan(key, "*", guessed),
                putPlan(key, "*", own.replace("event: shared", "event: other")),
                world.call("POST", "/v1/sites/lamps/plan/preview", key, Map.of(), own),
                world.call("POST", "/v1/sites/lamps/plan/preview", key, Map.of(), faulty),
                world.call("POST", "/v1/sites/lamps/plan/preview", key, Map.of(), guessed),
                world.call(
                        "POST", "/v1/sites/lamps/plan/preview?form=changes", key, Map.of(), "{\"goals\":{\"a\":{}}}"),
                world.call("PATCH", "/v1/sites/lamps/plan", key, Map.of("If-Match", "*"), "{\"goals\":{\"a\":{}}}"),
                putPlan(key, "*", own),
                putPlan(key, "*", own.replace("our name", "still our name")),
                putPlan(key, "*", own.replace("name: Lamps", "name: Lampen")));

        assertThat(replies)
                .extracting(Reply::status)
                .containsExactly(
                        200, 200, 200, 400, 200, 200, 428, 412, 400, 403, 403, 200, 200, 200, 200, 400, 200, 200, 200);
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.body()).doesNotContain("rival");
            assertThat(reply.headers().toString()).doesNotContain("rival");
        });
    }

    @Test
    void section4_aSitesKeyPutsBackWhatItReadWithItsChangesAndNothingElseChanges() {
        world.put(TWO_TENANTS);
        String key = world.key("lamps", Scope.PLAN_WRITE);
        Reply read = world.call("GET", "/v1/plan", key, Map.of(), "");
        String own = read.json().path("source").asText();

        assertThat(read.json().path("site").asText()).isEqualTo("lamps");
        assertThat(own).contains("shared_goal").contains("name: Lamps   # our name");
        Reply same = putPlan(key, read.headers().get("etag"), own);
        assertThat(same.json().path("created").asBoolean()).isFalse();

        Reply put = putPlan(key, read.headers().get("etag"), own.replace("name: Lamps ", "name: Lampen"));

        assertThat(put.json().path("sites").toString()).isEqualTo("[\"lamps\"]");
        assertThat(world.get("/v1/plan").json().path("source").asText())
                .isEqualTo(TWO_TENANTS.replace("name: Lamps ", "name: Lampen"));
        assertThat(putPlan(key, read.headers().get("etag"), own).status()).isEqualTo(412);
    }

    @Test
    void aBodyThatIsTooLargeOrNoTextIsRefused() {
        assertThat(putPlan(ReportWorld.ADMIN, "*", "#".repeat(PlanResource.MAX_BYTES + 1))
                        .status())
                .isEqualTo(413);
        assertThat(putPlan(ReportWorld.ADMIN, "*", "#".repeat(PlanResource.MAX_BYTES))
                        .error("code"))
                .isEqualTo("invalid_plan");
    }

    @Test
    void aNewFunnelMarksTodayAndEveryDayThatHasEvents() {
        world.row("overview", "2025-02-23", new OverviewCounts(1, 1, 1, 1, 0, 0, 0));
        world.row("overview", "2025-02-24", OverviewCounts.EMPTY);

        putPlan(ReportWorld.ADMIN, "*", WITH_SIGNUP);

        assertThat(marks())
                .containsExactlyInAnyOrder("lamps#2025-02-27#00", "shop#2025-02-23#00", "shop#2025-02-27#00");
    }

    @Test
    void aChangedFunnelOrZoneMarksTodayAndNothingElseMarksAnything() {
        world.row("overview", "2025-02-23", new OverviewCounts(1, 1, 1, 1, 0, 0, 0));

        putPlan(ReportWorld.ADMIN, "*", ReportWorld.PLAN.replace("name: Shop", "name: Shap"));
        assertThat(marks()).isEmpty();

        putPlan(ReportWorld.ADMIN, "*", ReportWorld.PLAN.replace("time_zone: UTC", "time_zone: Asia/Tokyo"));
        assertThat(marks()).containsExactly("shop#2025-02-27#00");
    }

    /** Every day's rate is that of the macros in force at the run. */
    @Test
    void F8_otherMacrosMarkEveryDayThatHasEvents() {
        world.row("overview", "2025-02-23", new OverviewCounts(1, 1, 1, 1, 0, 0, 0));

        putPlan(
                ReportWorld.ADMIN,
                "*",
                ReportWorld.PLAN + "goals: {heart: {tier: micro, kind: secondary, match: {event: heart}}}\n");
        assertThat(marks()).isEmpty();

        putPlan(ReportWorld.ADMIN, "*", ReportWorld.PLAN + "goals: {heart: {tier: macro, match: {event: heart}}}\n");
        assertThat(marks()).contains("shop#2025-02-23#00");
    }

    @Test
    void thePlanThatIsInForceMarksNothing() {
        Reply same = putPlan(ReportWorld.ADMIN, "*", ReportWorld.PLAN);

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().path("created").asBoolean()).isFalse();
        assertThat(marks()).isEmpty();
    }

    @Test
    void aKeyIsMadeShownOnceListedAndRevoked() {
        Reply made = world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), """
                {"site":"shop","scopes":["stats:read"],"name":"Anna","expires":"2025-03-01T00:00:00Z"}""");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("cache-control", "no-store");
        String key = made.json().path("key").asText();
        String id = made.json().path("id").asText();
        assertThat(world.call("GET", "/v1/sites/shop/overview", key, Map.of(), "")
                        .status())
                .isEqualTo(200);

        Reply list = world.get("/v1/keys");
        assertThat(list.json().path("keys").path(0).path("id").asText()).isEqualTo(id);
        assertThat(list.json().path("keys").path(0).path("scopes").toString()).isEqualTo("[\"stats:read\"]");
        assertThat(list.body()).doesNotContain(key);

        Reply revoked = world.call("DELETE", "/v1/keys/" + id, ReportWorld.ADMIN, Map.of(), "");
        assertThat(revoked.status()).isEqualTo(204);
        assertThat(revoked.body()).isEmpty();
        assertThat(world.call("GET", "/v1/sites/shop/overview", key, Map.of(), "")
                        .status())
                .isEqualTo(401);
        assertThat(world.call("DELETE", "/v1/keys/" + id, ReportWorld.ADMIN, Map.of(), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void section7_manyUnknownKeysFromOneAddressAreToldToWait() {
        List<Reply> replies = java.util.stream.IntStream.range(0, 61)
                .mapToObj(i -> world.call("GET", "/v1/sites/shop/overview", "ck_" + "%043d".formatted(i), Map.of(), ""))
                .toList();

        assertThat(replies.subList(0, 60)).extracting(Reply::status).containsOnly(401);
        assertThat(replies.getLast().status()).isEqualTo(429);
        assertThat(replies.getLast().error("code")).isEqualTo("too_many_unknown_keys");
        assertThat(replies.getLast().headers()).containsEntry("retry-after", "60");
        assertThat(world.get("/v1/plan").status()).isEqualTo(200);
    }

    /** Otherwise one viewer behind a CDN could have everybody else told to wait. */
    @Test
    void I1_behindAnEdgeUnknownKeysAreCountedByTheViewersAddress() {
        for (int i = 0; i < 60; i++) {
            assertThat(withUnknownKey(i, "203.0.113.1:1", ReportWorld.EDGE)).isEqualTo(401);
        }
        assertThat(withUnknownKey(60, "203.0.113.1:2", ReportWorld.EDGE)).isEqualTo(429);
        assertThat(withUnknownKey(61, "203.0.113.2:1", ReportWorld.EDGE)).isEqualTo(401);
    }

    @Test
    void I1_aViewersAddressThatNobodyProvesIsNotBelieved() {
        for (int i = 0; i < 60; i++) {
            assertThat(withUnknownKey(i, "203.0.113." + i + ":1", "a guess")).isEqualTo(401);
        }
        assertThat(withUnknownKey(60, "203.0.113.60:1", "a guess")).isEqualTo(429);
    }

    private int withUnknownKey(int number, String viewer, String edge) {
        Map<String, String> headers = Map.of("X-Cairn-Edge", edge, "CloudFront-Viewer-Address", viewer);
        return world.call("GET", "/v1/sites/shop/overview", "ck_" + "%043d".formatted(number), headers, "")
                .status();
    }

    @Test
    void anExpiredKeySaysSo() {
        String key = world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), """
                        {"site":"shop","scopes":["stats:read"],"name":"Anna","expires":"2025-02-27T02:00:00Z"}""")
                .json()
                .path("key")
                .asText();
        world.clock.forward(Duration.ofHours(1));

        Reply reply = world.call("GET", "/v1/sites/shop/overview", key, Map.of(), "");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.error("message")).isEqualTo("This key expired at 2025-02-27T02:00:00Z.");
        assertThat(world.get("/v1/keys").json().path("keys")).isEmpty();

        world.clock.forward(Duration.ofDays(31));
        assertThat(world.call("GET", "/v1/sites/shop/overview", key, Map.of(), "")
                        .error("message"))
                .contains("unknown, has expired or was revoked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'site':'nosuch','scopes':['stats:read'],'name':'a'}                 | site    | is not in the plan",
                "{'scopes':['stats:read'],'name':'a'}                                 | site    | missing",
                "{'site':'shop','scopes':['stats:write'],'name':'a'}                  | scopes  | stats:read",
                "{'site':'shop','scopes':'stats:read','name':'a'}                     | scopes  | list",
                "{'site':'shop','scopes':[],'name':'a'}                               | scopes  | empty",
                "{'site':'shop','scopes':['stats:read'],'name':''}                    | name    | 1 to 100",
                "{'site':'shop','scopes':['stats:read'],'name':7}                     | name    | must be a string",
                "{'site':'shop','scopes':['stats:read'],'name':'a','expires':'soon'}  | expires | 2027-01-31T00:00:00Z",
                "{'site':'shop','scopes':['stats:read'],'name':'a','scope':'x'}       | body    | none of"
            })
    void aKeyThatCannotBeIsRefusedByTheFieldAtFault(String body, String parameter, String message) {
        Reply reply = world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("parameter")).isEqualTo(parameter);
        assertThat(reply.error("message")).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "[]", "{'name':'a'} x", "{'name':'a','name':'b'}", "{"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        Reply reply = world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), body.replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error("code")).isEqualTo("invalid_json");
    }
}
