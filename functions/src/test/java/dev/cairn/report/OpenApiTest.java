package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.OpenApi;
import dev.cairn.collect.protocol.Protocols;
import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.http.BrowserPaths;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.statistics.Breakdowns;
import dev.cairn.report.web.OpenApiResource;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code openapi.yaml} is accurate: the requests and responses of all other tests here are validated against it, too.
 */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options");

    private final ReportWorld world = new ReportWorld();

    private List<Route> routes() {
        ApiServices services = ApiServices.of(world.dependencies, Duration.ZERO, null, world.keys);
        return Router.everything(services, BrowserPaths.DEFAULT).routes();
    }

    private static Set<String> documented(JsonNode item) {
        Set<String> methods = new TreeSet<>();
        item.fieldNames().forEachRemaining(methods::add);
        methods.retainAll(METHODS);
        return methods;
    }

    @Test
    void everyRouteIsDocumentedWithItsMethods() {
        for (Route route : routes()) {
            Set<String> methods = new TreeSet<>();
            route.methods().keySet().forEach(method -> methods.add(method.toLowerCase(Locale.ROOT)));

            assertThat(OpenApi.item(route.pattern().replace("...", "")).map(OpenApiTest::documented))
                    .as(route.pattern())
                    .contains(methods);
        }
    }

    /**
     * openapi-generator forgets the null of {@code type} in schemas that {@code allOf} puts together, and its Python
     * client then refuses the response; it heeds this older mark. It takes a boolean's list of values for strings.
     */
    @Test
    void whatMayBeNullIsMarkedForGeneratorsAndNoBooleanHasAListOfValues() {
        List<JsonNode> schemas = OpenApi.document().findParents("type");

        assertThat(schemas)
                .filteredOn(schema -> schema.path("type").isArray()
                        && OpenApi.texts(schema.path("type")).contains("null"))
                .hasSizeGreaterThan(100)
                .allSatisfy(schema -> assertThat(schema.path("x-nullable").asBoolean())
                        .as("%s", schema)
                        .isTrue());
        assertThat(schemas)
                .filteredOn(schema -> schema.path("type").asText().equals("boolean"))
                .isNotEmpty()
                .noneMatch(schema -> schema.has("enum") || schema.has("const"));
    }

    @Test
    void everyDocumentedPathIsARoute() {
        List<Route> routes = routes();
        Set<String> sending = new HashSet<>();
        Protocols.routes(BrowserPaths.DEFAULT).forEach(route -> sending.add(route.split(" ")[1]));
        OpenApi.document().path("paths").fieldNames().forEachRemaining(path -> {
            String example = path.replace("-{version}", "-" + "0".repeat(12)).replaceAll("\\{[a-z]+}", "x");
            assertThat(sending.contains(example)
                            || path.contains("{version}")
                            || routes.stream()
                                    .anyMatch(route -> route.match(example).isPresent()))
                    .as(path)
                    .isTrue();
        });
        assertThat(sending)
                .allSatisfy(path -> assertThat(OpenApi.item(path)).as(path).isPresent());
    }

    @Test
    void breakdownsAreDocumentedByEveryDimensionThereIs() {
        Set<String> dimensions = new TreeSet<>();
        for (Dimension dimension : Dimension.values()) {
            dimensions.add(dimension.word());
        }
        JsonNode components = OpenApi.document().path("components");
        Set<String> inRows = new TreeSet<>();
        components.at("/schemas/Breakdown/properties").fieldNames().forEachRemaining(inRows::add);

        assertThat(OpenApi.texts(components.at("/parameters/breakdown/schema/enum")))
                .isEqualTo(dimensions);
        assertThat(inRows).isEqualTo(dimensions);
    }

    @Test
    void theViewsOfAFunnelAreDocumentedAsTheStatisticsOfFunnelsThatThereAre() {
        Set<String> views = new TreeSet<>();
        StatisticRegistry.ofFunnels().forEach(view -> views.add(view.name()));
        JsonNode get = OpenApi.document()
                .path("paths")
                .path("/v1/sites/{site}/funnels/{funnel}")
                .path("get");
        List<Set<String>> documented = new ArrayList<>();
        get.path("parameters").forEach(parameter -> {
            if (parameter.path("name").asText().equals("view")) {
                documented.add(OpenApi.texts(parameter.at("/schema/enum")));
            }
        });
        OpenApi.document().findParents("view").forEach(properties -> {
            if (properties.at("/view/enum").isArray()) {
                documented.add(OpenApi.texts(properties.at("/view/enum")));
            }
        });

        assertThat(documented).hasSize(2).containsOnly(views);
    }

    /** If a site's statistic has no route of its own, docs/api.md says where it can be read. */
    @Test
    void breakdownsAreDocumentedWhereAStatisticHasThem() {
        JsonNode paths = OpenApi.document().path("paths");
        int read = 0;
        for (StatisticDefinition<?> statistic : StatisticRegistry.ALL) {
            String path = "/v1/sites/{site}/"
                    + (statistic instanceof FunnelStatistic ? "funnels/{funnel}" : statistic.name());
            if (paths.has(path)) {
                read++;
                assertThat(OpenApi.parameters(paths.path(path), "get", "query").contains(Breakdowns.PARAMETER))
                        .as(path)
                        .isEqualTo(statistic.hasBreakdowns());
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(7);
    }

    static Stream<String> readings() {
        List<String> paths = new ArrayList<>();
        OpenApi.document().path("paths").properties().stream()
                .filter(each ->
                        each.getKey().startsWith("/v1/") && each.getValue().has("get"))
                .forEach(each -> paths.add(each.getKey()));
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("readings")
    void aParameterIsTakenWhereAndOnlyWhereItIsDocumented(String path) {
        Set<String> documented =
                OpenApi.parameters(OpenApi.document().path("paths").path(path), "get", "query");
        documented.remove(ReadAccess.SHARE);
        String target =
                path.replace("{site}", "shop").replace("{funnel}", "checkout").replace("{id}", "x");

        world.put(ReportWorld.PLAN.replace("name: Shop,", "name: Shop, public: true,"));
        Reply reply = world.get(target + "?nosuch=1");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(OpenApi.texts(reply.json().path("error").path("allowed"))).isEqualTo(documented);
    }

    @Test
    void everyPropertyIsRequiredOrSaysWhenItIsThere() {
        for (JsonNode schema : OpenApi.objectSchemas()) {
            Set<String> required = OpenApi.texts(schema.path("required"));
            schema.path("properties").properties().forEach(property -> {
                if (!required.contains(property.getKey())) {
                    assertThat(property.getValue().path("description").asText()
                                    + OpenApi.resolve(property.getValue())
                                            .path("description")
                                            .asText())
                            .as(property.getKey() + " in " + schema)
                            .containsAnyOf("bsent", "Only", "only");
                }
            });
        }
        assertThat(OpenApi.objectSchemas()).hasSizeGreaterThan(50);
    }

    /** Generated clients name their functions after it; without it, the names would change with the paths. */
    @Test
    void everyOperationHasAnIdOfItsOwn() {
        List<String> ids = new ArrayList<>();
        int operations = 0;
        for (JsonNode item : OpenApi.document().path("paths")) {
            for (String method : documented(item)) {
                operations++;
                ids.add(item.path(method).path("operationId").asText());
            }
        }

        assertThat(ids).hasSize(operations).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        assertThat(operations).isGreaterThan(40);
    }

    /** Generators make them the first arguments of a function, in this order. */
    @Test
    void theVariablesOfAPathAreParametersOfThePathInItsOrder() {
        OpenApi.document().path("paths").properties().forEach(path -> {
            List<String> variables = Pattern.compile("\\{([a-z]+)}")
                    .matcher(path.getKey())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            List<String> parameters = new ArrayList<>();
            path.getValue()
                    .path("parameters")
                    .forEach(parameter -> parameters.add(
                            OpenApi.resolve(parameter).path("name").asText()));
            assertThat(parameters).as(path.getKey()).isEqualTo(variables);
            for (String method : documented(path.getValue())) {
                assertThat(OpenApi.parameters(path.getValue(), method, "path"))
                        .as(method + " " + path.getKey())
                        .hasSameElementsAs(variables);
            }
        });
    }

    /** openapi-generator reads neither const nor a list of values without a type as what they are. */
    @Test
    void everyListOfValuesHasATypeAndNoneIsAConst() {
        List<JsonNode> lists = OpenApi.document().findParents("enum");

        assertThat(OpenApi.document().findValues("const")).isEmpty();
        assertThat(lists).hasSizeGreaterThan(20).allMatch(schema -> schema.has("type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview?breakdown=device&compare=previous_period",
                "goals?compare=previous_period",
                "funnels/checkout?compare=previous_period",
                "funnels/checkout?view=completion",
                "channels?funnel=checkout",
                "events?to=2025-02-26",
                "pages?compare=previous_period",
                "health?to=2025-02-26"
            })
    void aFieldThatIsNotDocumentedIsFound(String resource) {
        world.row("overview", "2025-02-23", new OverviewCounts(1, 1, 1, 1, 0, 0, 0));
        world.row("overview/by/device", "2025-02-23", Map.of("mobile", new OverviewCounts(1, 1, 1, 1, 0, 0, 0)));
        world.row("overview/by/channel", "2025-02-23", Map.of("email", new OverviewCounts(1, 1, 1, 1, 0, 0, 0)));
        world.row(
                "goals", "2025-02-23", Map.of("purchase", new GoalCounts(1, 1, 1L, 0L, Map.of("EUR", BigDecimal.ONE))));
        String target = "/v1/sites/shop/" + resource;
        Reply reply = world.get(target);
        List<ObjectNode> objects = new ArrayList<>();
        JsonNode json = reply.json();
        collect(json, objects);

        assertThat(objects).hasSizeGreaterThan(5);
        for (ObjectNode object : objects) {
            object.put("undocumented", "x");
            assertThatThrownBy(() -> OpenApi.check("GET", target, 200, reply.headers(), Json.write(json)))
                    .as(object.toString())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("undocumented");
            object.remove("undocumented");
        }
    }

    /** Excludes counts by arbitrary names or reasons. */
    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object && !node.isEmpty()) {
            into.add(object);
        }
        node.forEach(child -> collect(child, into));
    }

    @Test
    void aFieldThatIsMissingIsFoundAndSoIsAnotherStatus() {
        Reply reply = world.get("/v1/sites/shop/overview");
        JsonNode json = reply.json();
        ((ObjectNode) json.path("meta")).remove("as_of");

        assertThatThrownBy(
                        () -> OpenApi.check("GET", "/v1/sites/shop/overview", 200, reply.headers(), Json.write(json)))
                .hasMessageContaining("as_of");
        assertThatThrownBy(() -> OpenApi.check("GET", "/v1/sites/shop/overview", 418, reply.headers(), reply.body()))
                .hasMessageContaining("status");
        assertThatThrownBy(() ->
                        OpenApi.check("GET", "/v1/sites/shop/overview?nosuch=1", 200, reply.headers(), reply.body()))
                .hasMessageContaining("nosuch");
    }

    @Test
    void itIsServedToEverybodyWithThePathsOfTheStack() {
        Reply reply = world.call("GET", "/openapi.yaml", null, Map.of(), "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("content-type", "application/yaml; charset=utf-8");
        assertThat(reply.body()).startsWith("#").contains("openapi: 3.1.0", "\n  /v1/events:\n", "\n  /cairn.js:\n");
        TextResponse other = (TextResponse) new OpenApiResource(new BrowserPaths("/e", "/s/x.js", "/i.png")).get(null);
        assertThat(other.body())
                .contains("\n  /e:\n", "\n  /s/x.js:\n", "\n  /s/x-{version}.js:\n", "\n  /i.png:\n")
                .doesNotContain("\n  /v1/events:\n", "\n  /cairn.js:\n", "\n  /cairn.gif:\n", "\n  /cairn-");
    }
}
