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
        assertThat(foreign.error("path")).isEqualTo("sites.shop.name");
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
