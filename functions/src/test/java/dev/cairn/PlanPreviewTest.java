package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A preview gives the same figures as a backfill of the same days with the same plan. */
class PlanPreviewTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
    private static final LocalDate FIRST = TODAY.minusDays(6);

    /** Differs in names, paths, hosts, property values, orders, engagement, and funnels across all of these. */
    private static final String DRAFT = ErasureWorld.PLAN
            .replace("url: \"/blog/*\"", "url: \"shop.example/blog/*\"")
            .replace("match: {event: heart}, count: visit", "match: {event: heart}, count: day, value: 2, by: server")
            .replace("visit_frequency: {min: 3}}", "visit_frequency: {min: 3}}, by: server")
            .replace("dwell: {min: 60s}", "any: [{dwell: {min: 20s}}, {event: heart, url: \"/p/*\"}]")
            .replace("window: 1d", "window: 2d")
            .replace("    funnels:\n", "funnels:\n")
            .replace("goals:\n", """
                    goals:
                      deep: {tier: micro, kind: secondary, match: {event: engagement, props: {engaged_ms: {gte: 20000}}}}
                      paid: {tier: macro, match: {event: purchase, url: "/p/*"}, count: order, value: event}
                      told: {tier: macro, match: {event: purchase, props: {sku: {exists: false}}}, by: server}
                      seen: {tier: micro, kind: milestone, match: {event: page_view, url: "/p/1"}, count: visit}
                      plain: {tier: micro, kind: milestone, match: {not: {props: {scroll: {exists: true}}}}}
                    """)
            .replace("funnels:\n", """
                    funnels:
                      reader: {steps: [seen, deep, paid], window: 2d, exclude: [{event: cancel}]}
                      old_goals: {steps: [product_interest, purchase], window: 3d}
                    """);

    private final ErasureWorld world = new ErasureWorld(new MemoryArchive());
    private final ApiHandler report = new ApiHandler(
            new Dependencies(
                    world.items, entries -> Set.of(), world.archive, new Admin(), world.clock, Telemetry.SILENT),
            Duration.ZERO);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("previews", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void section4_aPreviewSaysWhatABackfillBrings(long seed) {
        List<byte[]> records = AnyOrderTest.records(new Random(seed));
        world.deliver(records);
        archive(records);
        world.pipeline.aggregate();
        TreeMap<String, String> before = new TreeMap<>(world.rows(true));

        JsonNode preview = call("POST", "/v1/sites/shop/plan/preview", DRAFT);
        assertThat(preview.path("faults")).isEmpty();
        assertThat(preview.path("sample").isNull()).isTrue();
        assertThat(preview.path("undecided_events").asLong()).isZero();
        assertThat(counts(preview, "goal", "now", "blog_read", "hearts", "minute"))
                .isEqualTo(rows("blog_read", "hearts", "minute"));
        world.clock.forward(Duration.ofSeconds(2));
        world.pipeline.aggregate();
        assertThat(world.rows(true)).as("a preview changes nothing").isEqualTo(before);

        call("PUT", "/v1/plan", DRAFT);
        call("POST", "/v1/sites/shop/backfills", "{\"from\":\"" + FIRST + "\",\"to\":\"" + TODAY + "\"}");
        world.clock.forward(Duration.ofSeconds(2));
        while (world.restate() > 0) {
            world.clock.forward(Duration.ofSeconds(2));
        }
        world.pipeline.aggregate();

        String[] goals = {"blog_read", "hearts", "regular", "minute", "deep", "paid", "told", "seen", "plain"};
        assertThat(counts(preview, "goal", "", goals)).isEqualTo(rows(goals)).isNotEmpty();
        for (String funnel : List.of("reader", "old_goals", "fast")) {
            for (String view : List.of("entry", "same_day")) {
                List<Long> previewed = entries(of(preview, "funnel", funnel).path(view));
                assertThat(previewed).as(funnel + " " + view).isEqualTo(entries(funnel, view, previewed.size()));
            }
        }
    }

    @Test
    void whatIsNotArchivedYetIsSaidToBeUndecidedWhereItsValuesMatter() {
        world.deliver(AnyOrderTest.records(new Random(3)));
        JsonNode preview = call("POST", "/v1/sites/shop/plan/preview", DRAFT);
        assertThat(preview.path("undecided_events").asLong()).isPositive();
        assertThat(of(preview, "goal", "deep").path("conversions").asLong()).isZero();
        assertThat(of(preview, "goal", "seen").path("conversions").asLong()).isPositive();
    }

    @Test
    void D2_aGoalThatBecomesByServerIsPreviewedFromWhatIsStored() {
        world.deliver(AnyOrderTest.records(new Random(3)));
        JsonNode preview = call(
                "POST",
                "/v1/sites/shop/plan/preview",
                ErasureWorld.PLAN.replace("{event: heart}, count: visit", "{event: heart}, count: visit, by: server"));
        assertThat(preview.path("undecided_events").asLong()).isZero();
        JsonNode hearts = of(preview, "goal", "hearts");
        assertThat(hearts.path("conversions").asLong())
                .isPositive()
                .isLessThan(hearts.at("/now/conversions").asLong());
    }

    /** By day and goal, for those with figures. */
    private static List<String> counts(JsonNode preview, String kind, String under, String... goals) {
        List<String> counts = new ArrayList<>();
        for (String id : goals) {
            JsonNode goal = of(preview, kind, id);
            JsonNode figures = under.isEmpty() ? goal : goal.path(under);
            for (JsonNode row : figures.path("rows")) {
                if (row.path("conversions").asLong() > 0) {
                    counts.add(id + " " + row.path("date").asText() + " "
                            + row.path("conversions").asLong() + " "
                            + row.path("converters").asLong());
                }
            }
        }
        return counts;
    }

    private List<String> rows(String... goals) {
        List<String> rows = new ArrayList<>();
        for (String id : goals) {
            for (LocalDate day = FIRST; !day.isAfter(TODAY); day = day.plusDays(1)) {
                JsonNode goal = world.pipeline.figures("shop", "goals", day).path(id);
                if (goal.path("conversions").asLong() > 0) {
                    rows.add(id + " " + day + " " + goal.path("conversions").asLong() + " "
                            + goal.path("converters").asLong());
                }
            }
        }
        return rows;
    }

    private static List<Long> entries(JsonNode entries) {
        List<Long> figures = new ArrayList<>();
        for (String name : List.of("entered", "converted", "in_progress", "dropped", "excluded")) {
            figures.add(entries.path(name).asLong());
        }
        entries.path("reached").forEach(each -> figures.add(each.asLong()));
        return figures;
    }

    private List<Long> entries(String funnel, String view, int figures) {
        List<Long> sum = new ArrayList<>(Collections.nCopies(figures, 0L));
        for (LocalDate day = FIRST; !day.isAfter(TODAY); day = day.plusDays(1)) {
            List<Long> row = entries(world.pipeline.figures("shop", "funnel/" + funnel + "/" + view, day));
            for (int i = 0; i < row.size(); i++) {
                sum.set(i, sum.get(i) + row.get(i));
            }
        }
        return sum;
    }

    private void archive(List<byte[]> records) {
        records.forEach(record -> world.archive.write(
                Instant.ofEpochMilli(DeliveryCodec.read(record).receivedAt()), List.of(record)));
    }

    private static JsonNode of(JsonNode preview, String kind, String id) {
        for (JsonNode each : preview.path(kind + "s")) {
            if (each.path(kind).asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no " + id + " in " + preview);
    }

    private JsonNode call(String method, String path, String body) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        context.putObject("http").put("method", method).put("path", path);
        event.putObject("headers").put("authorization", "Bearer " + Admin.KEY).put("if-match", "*");
        event.put("body", body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            report.handleRequest(
                    new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), out, null);
            JsonNode answer = OpenApi.checked(event, Json.MAPPER.readTree(out.toByteArray()));
            assertThat(answer.path("statusCode").asInt())
                    .as(answer.path("body").asText())
                    .isBetween(200, 202);
            return Json.read(answer.path("body").asText(), JsonNode.class);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private record Admin() implements Secrets {
        static final String KEY = "an-admin-key-for-tests-only";

        @Override
        public byte[] master() {
            throw new UnsupportedOperationException("a preview needs no master secret");
        }

        @Override
        public String adminKey() {
            return KEY;
        }
    }
}
