package dev.cairn.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.ReportWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goals that are newer than the events of the requested days are named (section 4). */
class GoalBackfillTest {
    private static final String GOALS = "/v1/sites/shop/goals?from=2025-02-23&to=2025-02-23";
    private static final String NEW_GOAL =
            "goals: {blog_read: {tier: micro, kind: secondary, match: {url: \"/blog/*\"}}}\n";

    private final ReportWorld world = new ReportWorld();

    @BeforeEach
    void eventsOfSunday() {
        received("2025-02-23", "2025-02-23");
    }

    @Test
    void section4_aNewGoalIsNamedForDaysWhoseEventsCameBeforeIt() {
        assertThat(warnings(GOALS)).isEmpty();

        put(NEW_GOAL);

        assertThat(warnings(GOALS)).singleElement().asString().contains(": blog_read.");
        assertThat(warnings(GOALS.replace("02-23", "02-22")))
                .as("a day without events")
                .isEmpty();
        assertThat(warnings(GOALS + "&tier=macro")).as("goals of another tier").isEmpty();
        assertThat(warnings(GOALS + "&tier=micro&kind=secondary")).hasSize(1);
    }

    @Test
    void section4_aChangedGoalIsNamedAndARemovedOneIsNot() {
        put("goals: {purchase: {tier: macro, match: {event: order}}, gone: {tier: macro, match: {event: gone}}}\n");
        put("goals: {purchase: {tier: macro, match: {event: order}}}\n");

        assertThat(warnings(GOALS))
                .singleElement()
                .asString()
                .contains(": purchase.")
                .doesNotContain("gone");
    }

    @Test
    void R4_aFinishedBackfillEndsTheWarning() {
        put(NEW_GOAL);
        PlanRepository plans = new PlanRepository(world.memory, world.clock, Duration.ZERO);
        LocalDate day = LocalDate.parse("2025-02-23");
        var backfill = plans.backfills().add("shop", day, day, plans.current().version());
        assertThat(warnings(GOALS)).hasSize(1);

        plans.backfills().finish("shop", backfill.number());
        world.clock.forward(Duration.ofSeconds(40));

        assertThat(warnings(GOALS)).isEmpty();
    }

    @Test
    void historyThatIsImportedAfterTheGoalNeedsNoBackfill() {
        put(NEW_GOAL);
        world.clock.forward(Duration.ofDays(2));
        received("2025-02-24", "2025-03-01");

        assertThat(warnings(GOALS.replace("02-23", "02-24"))).isEmpty();
    }

    @Test
    void manyGoalsAreNamedUpToALimit() {
        StringBuilder goals = new StringBuilder("goals: {");
        for (int i = 0; i < 30; i++) {
            goals.append("g")
                    .append(i)
                    .append(": {tier: macro, match: {event: e")
                    .append(i)
                    .append("}}, ");
        }
        put(goals + "}\n");

        assertThat(warnings(GOALS)).singleElement().asString().contains(" and 10 more.");
    }

    private void received(String day, String receivedOn) {
        world.row("health", day, Map.of(receivedOn, new HealthCounts(40L, 40, 0, 0, 0, Map.of(), Map.of(), Map.of())));
    }

    private void put(String goals) {
        world.put(ReportWorld.PLAN + goals);
        world.clock.forward(Duration.ofSeconds(40));
    }

    private List<String> warnings(String target) {
        List<String> messages = new ArrayList<>();
        for (JsonNode warning : world.get(target).json().path("meta").path("warnings")) {
            if (warning.path("code").asText().equals("needs_backfill")) {
                messages.add(warning.path("message").asText());
            }
        }
        return messages;
    }
}
