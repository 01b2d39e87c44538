package dev.cairn.plan.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.NodeWriter;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A plan that is written as JSON, as the API and the editor have it, and read again is the same plan: with its targets,
 * audiences, alerts, digest and labels.
 */
class PlanRoundTripTest {
    private static final int PLANS = 300;

    private final Random random = new Random(11);

    private static Map<String, Site> read(String source) {
        PlanParser.Reading reading = PlanParser.read(source);
        assertThat(reading.faults()).as(source).isEmpty();
        return reading.sites();
    }

    private static JsonNode json(String source) {
        return NodeWriter.of(DocumentParser.node(source));
    }

    @Test
    void parseOfPrintIsThePlan() {
        for (int i = 0; i < PLANS; i++) {
            String yaml = plan();
            Map<String, Site> sites = read(yaml);
            String printed = json(yaml).toString();

            assertThat(read(printed)).as(yaml).isEqualTo(sites);
            assertThat(json(printed)).as("printed again").isEqualTo(json(yaml));
            for (String site : sites.keySet()) {
                assertThat(read(SiteDocument.of(yaml, site)).get(site)).as(yaml).isEqualTo(sites.get(site));
            }
        }
    }

    /** No key is read and forgotten: without it, or with another value, the plan is another one. */
    @Test
    void everyKeyOfTheseSectionsIsPartOfThePlan() {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < PLANS; i++) {
            String yaml = plan();
            Map<String, Site> sites = read(yaml);
            for (String section : List.of("targets", "audiences", "alerts")) {
                JsonNode whole = json(yaml);
                for (List<String> path : leaves(whole.path(section), List.of())) {
                    ObjectNode changed = whole.deepCopy();
                    ObjectNode at = (ObjectNode) changed.path(section);
                    for (String key : path.subList(0, path.size() - 1)) {
                        at = (ObjectNode) at.path(key);
                    }
                    at.remove(path.getLast());
                    PlanParser.Reading reading = PlanParser.read(changed.toString());
                    assertThat(reading.faults().isEmpty() && reading.sites().equals(sites))
                            .as(section + "." + String.join(".", path) + " does not matter in\n" + yaml)
                            .isFalse();
                    seen.add(section + "." + path.getLast());
                }
            }
        }
        assertThat(seen)
                .contains("targets.metric", "targets.goal", "targets.value", "targets.change", "targets.compare")
                .contains("targets.baseline", "targets.from", "targets.to", "targets.label", "audiences.did")
                .contains("audiences.not", "audiences.after", "audiences.within", "audiences.label")
                .contains("alerts.webhook", "alerts.quiet_days", "alerts.off", "alerts.of", "alerts.do");
    }

    private static List<List<String>> leaves(JsonNode node, List<String> path) {
        List<List<String>> leaves = new ArrayList<>();
        node.properties().forEach(field -> {
            List<String> below = new ArrayList<>(path);
            below.add(field.getKey());
            boolean deeper = field.getValue().isObject() && !field.getKey().equals("label");
            leaves.addAll(deeper ? leaves(field.getValue(), below) : List.of(below));
        });
        return leaves;
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String label() {
        return any("", ", label: Some words", ", label: {de: Wörter, en: \"w: 1\"}");
    }

    private String plan() {
        String aim = any(
                "value: 12.5",
                "change: +18%, compare: year_before",
                "change: -5%, compare: period_before",
                "change: +3%, baseline: 7");
        String metric = any("conversions, goal: a", "value, goal: b", "converters, goal: a", "visits", "page_views");
        List<String> alerts = new ArrayList<>();
        if (maybe()) {
            alerts.add("webhook: \"https://hooks.example.com/" + random.nextInt(9) + "\"");
        }
        if (maybe()) {
            alerts.add("quiet_days: [2026-12-25, 2027-01-0" + (1 + random.nextInt(9)) + "]");
        }
        if (maybe()) {
            alerts.add("off: [" + any("a", "goal:b", "silence", "step:f:1", "error:form") + ", watch:w]");
        }
        alerts.add("watch: {w: {of: " + any("a, do: b", "b, do: a") + "}}");
        String own = maybe() ? ", alerts: {off: [video, watch:w]}" : "";
        return """
                sites:
                  one: {time_zone: Europe/Brussels, currency: EUR%s%s}
                  two: {time_zone: UTC, currency: USD}
                goals:
                  a: {tier: macro, match: {event: a}%s}
                  b: {tier: micro, kind: secondary, match: {event: b}}
                funnels:
                  f: {steps: [b, a]%s}
                targets:
                  t: {metric: %s, %s, from: 2026-01-0%d, to: 2026-03-01%s}
                audiences:
                  u: {did: a%s%s%s%s}
                alerts: {%s}
                """.formatted(
                        any("", ", digest: daily", ", digest: both"),
                        own,
                        label(),
                        label(),
                        metric,
                        aim,
                        1 + random.nextInt(9),
                        label(),
                        any("", ", not: b"),
                        any("", ", after: 2h"),
                        any("", ", within: 9d"),
                        label(),
                        String.join(", ", alerts));
    }

    @Test
    void theDigestAndTheLabelsAreReadBack() {
        String yaml = """
                sites: {s: {time_zone: UTC, currency: EUR, digest: weekly}}
                goals: {g: {tier: macro, match: {event: a}, label: {de: Kauf}}}
                """;

        Site site = read(Json.write(json(yaml))).get("s");

        assertThat(site.notifications().digest().isWeekly()).isTrue();
        assertThat(site.definitions().labels().goal("g", "en")).isEqualTo("Kauf");
    }
}
