package dev.cairn.plan.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.version.SitePlanEditor.Origin;
import dev.cairn.plan.version.SitePlanEditor.Written;
import dev.cairn.store.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan is edited definition by definition, and everything else stays as written. */
class SitePlanEditorTest {
    private static final String HAND_WRITTEN = """
            # Ours.
            extends: default
            sites:
              shop:   # the lamps
                time_zone: Europe/Brussels
                currency: EUR
                goals:
                  # Read to the middle.
                  blog_read:
                    tier: micro
                    kind: secondary
                    match: {scroll_depth: {min: 50}, url: "/blog/*"}   # not the news
                  called: {tier: macro, match: {event: call}}
              b2b: {time_zone: UTC, currency: USD, goals: {}}
            # Targets come later.
            goals:
              purchase: {tier: macro, match: {event: purchase}, count: order, value: event}
            """;

    private static final String GOAL = "{\"tier\":\"macro\",\"match\":{\"event\":\"visit booked\"},\"value\":12.5}";

    @Test
    void saysWhereADefinitionIsWritten() {
        Plan plan = PlanPublisher.zero(HAND_WRITTEN);
        List<Written> goals = SitePlanEditor.of(plan, "shop", "goals");
        assertThat(goals)
                .filteredOn(each -> each.origin() == Origin.SITE)
                .extracting(Written::id)
                .containsExactly("blog_read", "called");
        Written purchase = goals.stream()
                .filter(each -> each.id().equals("purchase"))
                .findFirst()
                .orElseThrow();
        assertThat(purchase.origin()).isEqualTo(Origin.PLAN);
        assertThat(purchase.replaces()).isTrue();
        assertThat(purchase.body().path("match").path("event").asText()).isEqualTo("purchase");
        assertThat(goals.getFirst().origin()).isEqualTo(Origin.DEFAULT);
        assertThat(goals)
                .extracting(Written::id)
                .containsAll(plan.sites().get("shop").goals().keySet())
                .hasSameSizeAs(plan.sites().get("shop").goals().keySet());
    }

    @ParameterizedTest
    @MethodSource
    void changesOneEntryAndNoOtherLine(String source, String site, String id, @Nullable String body, String expected) {
        String changed = changed(source, site, id, body);
        assertThat(changed).isEqualTo(expected);
    }

    static Stream<Arguments> changesOneEntryAndNoOtherLine() {
        String flow = "{tier: macro, match: {event: visit booked}, value: 12.5}";
        return Stream.of(
                // replaced, in a block and in flow style
                arguments(
                        HAND_WRITTEN,
                        "shop",
                        "blog_read",
                        GOAL,
                        HAND_WRITTEN.replace("""
                                blog_read:
                                        tier: micro
                                        kind: secondary
                                        match: {scroll_depth: {min: 50}, url: "/blog/*"}   # not the news
                                """.stripTrailing(), "blog_read: " + flow + "   # not the news")),
                arguments(
                        HAND_WRITTEN,
                        "shop",
                        "called",
                        GOAL,
                        HAND_WRITTEN.replace("{tier: macro, match: {event: call}}", flow)),
                // added
                arguments(
                        HAND_WRITTEN,
                        "shop",
                        "booked",
                        GOAL,
                        HAND_WRITTEN.replace("event: call}}", "event: call}}\n      booked: " + flow)),
                arguments(
                        HAND_WRITTEN,
                        "b2b",
                        "booked",
                        GOAL,
                        HAND_WRITTEN.replace("goals: {}", "goals: {booked: " + flow + "}")),
                arguments(
                        "sites:\n  shop: {currency: EUR, time_zone: UTC}",
                        "shop",
                        "booked",
                        GOAL,
                        "sites:\n  shop: {currency: EUR, time_zone: UTC, goals: {booked: " + flow + "}}"),
                arguments(
                        "sites:\n  shop:\n    currency: EUR # euro\n",
                        "shop",
                        "booked",
                        GOAL,
                        "sites:\n  shop:\n    currency: EUR # euro\n    goals: {booked: " + flow + "}\n"),
                arguments(
                        "sites:\n  shop:\n    currency: EUR\n    goals:\n",
                        "shop",
                        "booked",
                        GOAL,
                        "sites:\n  shop:\n    currency: EUR\n    goals: {booked: " + flow + "}\n"),
                arguments(
                        "{\"sites\": {\"shop\": {\"currency\": \"EUR\"}}}",
                        "shop",
                        "booked",
                        GOAL,
                        "{\"sites\": {\"shop\": {\"currency\": \"EUR\", \"goals\": {\"booked\":" + GOAL
                                + "}}}}".replace("{\"booked\":", "{\"booked\":")),
                arguments(
                        "extends: default # all of it",
                        "shop",
                        "booked",
                        GOAL,
                        "extends: default # all of it\nsites: {shop: {goals: {booked: " + flow + "}}}"),
                // characters outside the basic plane before the edited location
                arguments(
                        "# 🪔🪔\nsites: {shop: {name: \"🪔 lamps\", goals: {a: 1}}}",
                        "shop",
                        "a",
                        GOAL,
                        "# 🪔🪔\nsites: {shop: {name: \"🪔 lamps\", goals: {a: " + flow + "}}}"),
                // taken out
                arguments(
                        HAND_WRITTEN,
                        "shop",
                        "called",
                        null,
                        HAND_WRITTEN.replace("      called: {tier: macro, match: {event: call}}\n", "")),
                arguments("sites: {shop: {goals: {a: 1, b: 2}}}", "shop", "a", null, "sites: {shop: {goals: {b: 2}}}"),
                arguments("sites: {shop: {goals: {a: 1, b: 2}}}", "shop", "b", null, "sites: {shop: {goals: {a: 1}}}"),
                arguments("sites: {shop: {goals: {a: 1}}}", "shop", "a", null, "sites: {shop: {goals: {}}}"),
                arguments(
                        "sites:\n  shop:\n    goals:\n      a: {b: 1}\n    name: x\n",
                        "shop",
                        "a",
                        null,
                        "sites:\n  shop:\n    goals:\n      {}\n    name: x\n"),
                // nothing to do
                arguments(HAND_WRITTEN, "shop", "unknown", null, HAND_WRITTEN),
                arguments(HAND_WRITTEN, "nowhere", "unknown", null, HAND_WRITTEN));
    }

    @Test
    void writesTheDocumentAnewWhereOneEntryCannotBeChangedAlone() {
        String anchored = "sites: {shop: {goals: &g {a: {tier: macro, match: {event: a}}}}, b2b: {goals: *g}}";
        String changed = changed(anchored, "b2b", "b", GOAL);
        JsonNode sites = Json.read(changed, JsonNode.class).path("sites");
        assertThat(sites.path("shop").path("goals")).hasSize(1);
        assertThat(sites.path("b2b").path("goals")).hasSize(2);
    }

    @Test
    void theNamesAndTextsOfAnEditorCannotBreakOutOfTheirPlace() {
        for (String text : List.of("a: b", "x}", "\"", "# no", "no", "null", "1", "*", "- a", "é\n\"", "{")) {
            String body = Json.write(Map.of("tier", "macro", "match", Map.of("event", text)));
            JsonNode goal = SitePlanEditor.of(
                            new Plan(1, java.time.Instant.EPOCH, changed(HAND_WRITTEN, "shop", text, body), Map.of()),
                            "shop",
                            "goals")
                    .getLast()
                    .body();
            assertThat(goal.path("match").path("event").asText()).isEqualTo(text);
            assertThat(changed(HAND_WRITTEN, "shop", text, body)).contains("# not the news");
        }
    }

    static Stream<Arguments> plansWithoutTheSite() {
        return Stream.of(
                arguments("extends: default", "extends: default\nsites:\n  new:\n    currency: EUR\n"),
                arguments("extends: default\nsites: {}\n", "extends: default\nsites: {new: {currency: EUR}}\n"),
                arguments(
                        "{\"extends\":\"default\"}",
                        "{\"extends\":\"default\", \"sites\": {\"new\":{\"currency\":\"EUR\"}}}"),
                arguments(
                        HAND_WRITTEN, HAND_WRITTEN.replace("goals: {}}\n", "goals: {}}\n  new:\n    currency: EUR\n")));
    }

    @ParameterizedTest
    @MethodSource("plansWithoutTheSite")
    void H8_aNewSiteIsAddedAndEveryOtherLineStays(String source, String expected) {
        assertThat(SitePlanEditor.added(source, "new", Json.read("{\"currency\":\"EUR\"}", JsonNode.class)))
                .isEqualTo(expected);
    }

    private static String changed(String source, String site, String id, @Nullable String body) {
        JsonNode definition = body == null ? null : Json.read(body, JsonNode.class);
        return SitePlanEditor.changed(
                source, site, List.of(SitePlanEditor.Change.ofDefinition("goals", id, definition)));
    }
}
