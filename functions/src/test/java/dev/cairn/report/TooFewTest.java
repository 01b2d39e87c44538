package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.cairn.access.Scope;
import dev.cairn.report.audiences.AudienceWorld;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * N0: a site of ten visitors is sent through the real functions, and every route is read with every value of
 * every parameter. No figure is shown that too few visitors, too few mature days or a series that is still learning
 * cannot give; where it is missing, the answer says why.
 */
class TooFewTest {
    private static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"], retention_days: 120, public: true}
            goals:
              buy: {tier: macro, match: {event: purchase}, count: order, value: event, ads: {as: primary, name: Purchase}}
              cart: {tier: micro, kind: milestone, match: {event: add_to_cart}, ads: secondary}
              news: {tier: micro, kind: secondary, match: {event: subscribe}}
            funnels:
              buying: {steps: [cart, buy], window: 30d}
            targets:
              sales: {metric: conversions, goal: buy, value: 50, from: 2026-03-20, to: 2026-06-30}
              over: {metric: conversions, goal: buy, value: 50, from: 2026-03-10, to: 2026-03-25}
              later: {metric: visitors, value: 50, from: 2026-07-20, to: 2026-08-30}
              grown: {metric: visits, change: +10%, compare: year_before, from: 2026-03-20, to: 2026-06-30}
            audiences:
              left_cart: {did: cart, not: buy, after: 1h, within: 10d}
            alerts:
              watch: {news_then_buy: {of: news, do: buy}}
            """;

    /** Routes that are not about a site's figures. */
    private static final Set<String> WITHOUT_FIGURES = Set.of(
            "/openapi.yaml",
            "/",
            "/app/{file}",
            "/cairn.js",
            "/cairn-{version}.js",
            "/cairn-embeds.js",
            "/cairn-{version}-embeds.js",
            "/cairn-more.js",
            "/cairn-{version}-more.js",
            "/cairn.gif",
            "/public/{site}",
            "/v1/keys",
            "/v1/plan");

    /** Values of the variables of paths. */
    private static final Map<String, String> PATHS =
            Map.of("site", "shop", "funnel", "buying", "audience", "left_cart", "id", "user-1");

    /** Values of the parameters that have no list of allowed values. {@code NONE} is covered by all others. */
    private static final String NONE = "";

    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("from", List.of("2026-03-20", "2026-03-01")),
            Map.entry("to", List.of("2026-03-20", "2026-04-10")),
            Map.entry("compare", List.of("previous_period", "previous_year", "2026-03-20..2026-03-21")),
            Map.entry("filter", List.of("channel:email", "device:desktop", "entry_page:/p/1")),
            Map.entry("top", List.of("3")),
            Map.entry("macro", List.of("buy", "purchase")),
            Map.entry("goal", List.of("buy", "purchase")),
            Map.entry("name", List.of("page_view")),
            Map.entry("prop", List.of(NONE)),
            Map.entry("at", List.of("2026-03-20")),
            Map.entry("date", List.of("2026-03-20")),
            Map.entry("funnel", List.of("buying", "checkout")),
            Map.entry("cursor", List.of(NONE)),
            Map.entry("share", List.of(NONE)));

    /** Parameters that a route has to be given. */
    private static final Map<String, String> REQUIRED = Map.of(
            "/v1/sites/{site}/channels",
            "funnel=buying",
            "/v1/public/{site}/channels",
            "funnel=buying",
            "/v1/sites/{site}/micros",
            "macro=buy");

    /** Names of figures that are estimates, shares or comparisons, rather than counts. */
    private static final Pattern FIGURE = Pattern.compile("(.*_)?(rate|rates|interval|share|p50|p90|odds_ratio|lost)"
            + "|p|rank|direction|significant|necessity|sufficiency|hint|pace|probability|forecast|expected.*"
            + "|maturity|unverified|value_per_entry|usual");

    /** Shares of counts that stand beside them, and times: shown whatever their number (F3, F5, F8). */
    private static final Set<String> OF_COUNTS = Set.of(
            "step_rate",
            "total_rate",
            "conversion_rate",
            "conversion_rate_week_before",
            "visitor_rate",
            "unverified",
            "maturity",
            "linkable_share",
            "macro_linkable_share",
            "linkable_interval",
            "p50",
            "p90",
            "lag_seconds_p50");

    private static final Set<String> REASONS = Set.of(
            "few_values", "learning", "no_mature_days", "retention_too_short", "no_linkable_visitors", "no_comparison");

    private static AudienceWorld world;
    private static String key;

    @BeforeAll
    static void tenVisitors() {
        world = new AudienceWorld(PLAN);
        key = world.key(Scope.ADMIN);
        for (int i = 0; i < 10; i++) {
            String user = "user-" + i;
            event("page_view", user)
                    .url("/p/" + i % 2 + "?utm_source=news&utm_medium=email")
                    .send();
            world.forward(Duration.ofMinutes(1));
            if (i % 2 == 0) {
                event("subscribe", user).send();
            }
            if (i % 3 == 0) {
                event("add_to_cart", user).send();
            }
            event("form_start", user).send();
            event("video_start", user).send();
            world.forward(Duration.ofMinutes(1));
            if (i % 4 == 0) {
                event("purchase", user).order("o" + i, "5").send();
            }
        }
        world.run();
        world.forward(Duration.ofHours(3));
        event("page_view", "user-1").url("/p/2").send();
        event("purchase", "user-3").order("late", "5").send();
        world.run();
    }

    private static AudienceWorld.Event event(String name, String user) {
        return world.event(name).user(user).ads();
    }

    private static JsonNode document() {
        try (InputStream yaml = Objects.requireNonNull(TooFewTest.class.getResourceAsStream("/public/openapi.yaml"))) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode resolve(JsonNode document, JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = document.at(at.path("$ref").asText().substring(1));
        }
        return at;
    }

    /** The requests of a route: each value of each parameter once, and the combinations that change what a row is. */
    private static List<String> requests(JsonNode document, String route, JsonNode item) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (JsonNode list : List.of(item.path("parameters"), item.path("get").path("parameters"))) {
            list.forEach(each -> {
                JsonNode parameter = resolve(document, each);
                if (parameter.path("in").asText().equals("query")) {
                    String name = parameter.path("name").asText();
                    List<String> values = new ArrayList<>();
                    resolve(document, parameter.path("schema"))
                            .path("enum")
                            .forEach(value -> values.add(value.asText()));
                    assertThat(values.isEmpty() && !VALUES.containsKey(name))
                            .as("%s has a parameter %s without values in this test", route, name)
                            .isFalse();
                    parameters.put(name, values.isEmpty() ? VALUES.get(name) : values);
                }
            });
        }
        String path = route;
        for (Map.Entry<String, String> variable : PATHS.entrySet()) {
            path = path.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        assertThat(path)
                .as("a variable of the path without a value in this test")
                .doesNotContain("{");
        String base = REQUIRED.getOrDefault(route, "");
        if (parameters.containsKey("from")) {
            base += "&from=2026-03-15&to=2026-04-01";
        }
        List<String> queries = new ArrayList<>(List.of(base));
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                if (!value.equals(NONE)) {
                    queries.add(with(base, parameter.getKey(), value));
                }
            }
        }
        for (String more : List.of("breakdown", "view", "window", "compare")) {
            for (String value :
                    parameters.getOrDefault(more, List.of()).stream().limit(1).toList()) {
                for (String also : List.of("interval=week", "totals=only", "compare=previous_period", "format=csv")) {
                    String name = also.substring(0, also.indexOf('='));
                    if (parameters.containsKey(name) && !name.equals(more)) {
                        queries.add(with(with(base, more, value), name, also.substring(also.indexOf('=') + 1)));
                    }
                }
            }
        }
        String target = path;
        return queries.stream()
                .map(query -> query.replaceFirst("^&", ""))
                .map(query -> query.isEmpty() ? target : target + "?" + query)
                .distinct()
                .toList();
    }

    private static String with(String query, String name, String value) {
        String others = query.replaceAll("(^|&)" + name + "=[^&]*", "");
        return others + "&" + name + "=" + value;
    }

    @Test
    void N0_noRouteShowsAFigureOfTooFewVisitors() {
        List<String> found = new ArrayList<>();
        int read = 0;
        for (int age : List.of(0, 16, 29)) {
            world.forward(Duration.ofDays(age));
            world.run();
            world.run();
            JsonNode document = document();
            for (Map.Entry<String, JsonNode> route : document.path("paths").properties()) {
                if (!route.getValue().has("get") || WITHOUT_FIGURES.contains(route.getKey())) {
                    continue;
                }
                for (String target : requests(document, route.getKey(), route.getValue())) {
                    AudienceWorld.Reply reply = world.call("GET", target, "", key);
                    int status = reply.status();
                    boolean answered = status == 200 || isRefusal(target, reply);
                    assertThat(answered).as(target + ": " + reply.body()).isTrue();
                    if (status == 200) {
                        read++;
                        new Check(target, found).of(reply);
                    }
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(read).isGreaterThan(500);
    }

    /** What the API refuses to combine, and things that are not there. */
    private static boolean isRefusal(String target, AudienceWorld.Reply reply) {
        return reply.status() == 400 && target.matches(".*(filter|top|attribution|compare|interval|totals|name)=.*")
                || reply.status() == 404 && target.contains("/jobs/");
    }

    /** The checks of one answer. */
    private record Check(String target, List<String> found) {
        void of(AudienceWorld.Reply reply) {
            String type = reply.headers().getOrDefault("content-type", "");
            if (type.startsWith("application/json")) {
                JsonNode answer = reply.json();
                boolean said = false;
                for (JsonNode warning : answer.path("meta").path("warnings")) {
                    said |= REASONS.contains(warning.path("code").asText());
                }
                object(answer, "", said);
            } else if (type.startsWith("text/csv") && !target.contains("ads-")) {
                csv(reply.body());
            }
        }

        /** @param said whether something around the object says why its figures are missing */
        private void object(JsonNode node, String path, boolean said) {
            boolean reason = said || isReason(node) || !path.startsWith("/total") && isOfFew(node);
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String at = path + "/" + field.getKey();
                JsonNode value = field.getValue();
                if (isFigure(path, field.getKey()) && !value.isObject()) {
                    figure(node, at, field.getKey(), value, reason);
                } else if (!field.getKey().equals("days")) {
                    children(value, at, reason);
                }
                if (field.getKey().equals("state")
                        && node.has("series")
                        && !value.asText().equals("learning")) {
                    found.add(target + " judges " + node);
                }
                if (field.getKey().equals("sentences")) {
                    value.forEach(sentence -> sentence(at, sentence.asText()));
                }
            }
        }

        private void children(JsonNode value, String at, boolean reason) {
            if (value.isObject()) {
                object(value, at, reason);
            } else if (value.isArray()) {
                value.forEach(each -> children(each, at, reason));
            }
        }

        /** A funnel's interval is that of its shares of counts. */
        private boolean isFigure(String path, String name) {
            boolean ofFunnel = target.contains("/funnels/") || target.contains("/channels");
            return FIGURE.matcher(name).matches()
                    && !OF_COUNTS.contains(name)
                    && !(name.equals("interval") && ofFunnel)
                    && !(name.equals("expected") && path.endsWith("targets"));
        }

        private void figure(JsonNode node, String at, String name, JsonNode value, boolean reason) {
            if (!value.isNull()) {
                if (!isKnown(node, name)) {
                    found.add(target + " shows " + at + ": " + value);
                }
            } else if (!reason) {
                found.add(target + " does not say why " + at + " is missing: " + node);
            }
        }

        /** What ten visitors do give: what became of all entries, the pace and forecast of a target, a usual range. */
        private static boolean isKnown(JsonNode node, String name) {
            if (name.startsWith("expected") && node.has("maturity")) {
                return node.path("maturity").asDouble() == 1;
            }
            String status = node.path("status").asText();
            return switch (name) {
                case "pace" -> node.has("status");
                case "forecast", "forecast_interval" ->
                    node.has("status") && !Set.of("learning", "not_started").contains(status);
                case "probability" ->
                    node.has("status")
                            && !Set.of("learning", "not_started", "no_comparison")
                                    .contains(status);
                case "usual" -> node.has("compared");
                default -> false;
            };
        }

        private static boolean isReason(JsonNode node) {
            return node.path("too_few").asBoolean()
                    || node.has("status")
                    || node.path("state").asText().equals("learning")
                    || node.path("compared").isNull()
                    || node.path("days_mature").asLong(1) == 0
                    || node.path("reached").isArray() && node.path("entered").asLong() == 0;
        }

        /** In a row, the number beside a figure says that it is of too few; of a range the answer says it. */
        private static boolean isOfFew(JsonNode node) {
            return node.has("recovery_entered") && node.path("recovery_entered").asLong() < 25
                    || node.has("entered")
                            && node.has("reached")
                            && node.path("entered").asLong() < 25;
        }

        private void sentence(String at, String text) {
            boolean learning = target.endsWith("/today") && text.contains("a forecast from");
            if (text.matches(".*(times as|odds|more often).*")
                    || learning && text.matches(".*(probability|interval).*")) {
                found.add(target + " says " + at + ": " + text);
            }
        }

        private void csv(String body) {
            try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(body)) {
                records.forEach(row -> row.getFieldsAsMap().forEach((column, cell) -> {
                    if (!cell.isEmpty() && column.matches(CSV_COLUMNS) && !isKnown(row)) {
                        found.add(target + " shows in CSV " + column + ": " + cell);
                    }
                }));
            } catch (IOException inMemory) {
                throw new java.io.UncheckedIOException(inMemory);
            }
        }

        private static final String CSV_COLUMNS =
                "(assist_rate|assist_interval|.*odds_ratio|.*exposed_rate|.*exposed_interval|.*other_rate|.*other_interval"
                        + "|association_p|recovery_rate|recovery_interval|usual_rate|value_per_entry.*|rank|shrunk.*"
                        + "|sufficiency_rate|measured_.*|expected_rate|probability|forecast)(_low|_high)?";

        private static boolean isKnown(NamedCsvRecord row) {
            Map<String, String> fields = row.getFieldsAsMap();
            String status = fields.getOrDefault("status", "learning");
            return fields.getOrDefault("maturity", "").equals("1")
                    || !Set.of("learning", "not_started").contains(status);
        }
    }

    /** The names that this test knows are those that occur: a figure that is renamed would not be looked at any more. */
    @Test
    void theFiguresOfInsightsAreLookedAt() {
        Set<String> seen = new TreeSet<>();
        for (String target :
                List.of("micros?macro=buy", "audiences/left_cart", "targets", "anomalies", "funnels/buying")) {
            names(world.get(target), seen);
        }
        assertThat(seen)
                .contains("exposed_rate", "adjusted_odds_ratio", "shrunk_interval", "significant", "necessity", "hint")
                .contains("recovery_rate", "probability", "forecast", "usual_rate", "expected_rate", "value_per_entry");
        assertThat(seen.stream().filter(name -> FIGURE.matcher(name).matches() || OF_COUNTS.contains(name)))
                .hasSizeGreaterThan(30);
    }

    private static void names(JsonNode node, Set<String> into) {
        node.properties().forEach(field -> {
            into.add(field.getKey());
            names(field.getValue(), into);
        });
        if (node.isArray()) {
            node.forEach(each -> names(each, into));
        }
    }
}
