package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.bench.SimulatedVisitor.Interest;
import dev.cairn.domain.insight.AssociationCounts;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.RatioEstimate;
import dev.cairn.report.ApiHandler;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Sends one simulated site of {@link Association} through the whole system in memory (collector, classifier, aggregator,
 * API) and compares the API's figures with those of the domain functions for the same visitors. Exits with 1 if one
 * differs.
 */
public final class AssociationWhole {
    private static final int VISITORS = 20_000;
    private static final int BEGINNINGS = 30;
    private static final int MOST_EVENTS = 100;
    private static final int BATCH = 200;
    private static final int DECIMALS = 4;
    private static final String PLAN = """
            sites:
              shop: {name: Shop, time_zone: UTC, currency: EUR, origins: [], retention_days: 200}
            goals:
              plain: {tier: micro, kind: secondary, match: {event: plain}}
              doubling: {tier: micro, kind: secondary, match: {event: doubling}}
              often_after: {tier: micro, kind: secondary, match: {event: often_after}}
              after: {tier: micro, kind: secondary, match: {event: after}}
              buy: {tier: macro, match: {event: buy}, count: event}
            """;

    private final SetClock clock =
            new SetClock(AssociationSite.FIRST.plusDays(100).atStartOfDay().toInstant(ZoneOffset.UTC));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
    private ObjectNode body = Json.MAPPER.createObjectNode();
    private int ids;

    private AssociationWhole() {}

    /** @param figures the API's figures, a line per micro goal; {@code expected} are those of the domain functions */
    record Compared(List<String> figures, List<String> expected) {}

    public static void main(String[] arguments) {
        int visitors = arguments.length > 0 ? Integer.parseInt(arguments[0]) : VISITORS;
        long began = System.nanoTime();
        Compared compared = compare(visitors, Interest.UNSEEN, 1);
        for (int i = 0; i < compared.figures().size(); i++) {
            System.out.println("API:    " + compared.figures().get(i));
            System.out.println("domain: " + compared.expected().get(i));
        }
        boolean same = compared.figures().equals(compared.expected());
        System.out.printf(
                "%d visitors, %s; %d seconds%n",
                visitors, same ? "the same" : "DIFFERENT", (System.nanoTime() - began) / 1_000_000_000);
        System.exit(same ? 0 : 1);
    }

    static Compared compare(int visitors, Interest how, long seed) {
        AssociationWhole whole = new AssociationWhole();
        AssociationSite site = new AssociationSite();
        RandomGenerator random = Association.generator(seed);
        for (int i = 0; i < visitors; i++) {
            SimulatedVisitor visitor = SimulatedVisitor.draw(random, how);
            site.add(visitor, i % BEGINNINGS);
            whole.add(visitor, "visitor-" + i, i % BEGINNINGS);
        }
        whole.send();
        whole.pipeline.drain(BATCH);
        whole.pipeline.aggregate();
        JsonNode report = whole.report();
        List<String> figures = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        AssociationCounts counts = site.association();
        for (String micro : SimulatedVisitor.MICROS) {
            figures.add(micro + " " + reported(report, micro));
            expected.add(micro + " " + expected(counts, micro));
        }
        figures.add("cohort " + report.at("/total/cohort").asLong() + " "
                + report.at("/total/cohort_converted").asLong());
        expected.add("cohort " + counts.cohort().followed() + " "
                + counts.cohort().convertedWithin(LaterConversionCounts.LONGEST_WINDOW));
        return new Compared(figures, expected);
    }

    private void add(SimulatedVisitor visitor, String id, int began) {
        for (SimulatedVisitor.Day day : visitor.days()) {
            long at = AssociationSite.FIRST
                    .plusDays(began + day.number())
                    .atTime(12, 0)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            for (int page = 0; page < day.pageViews(); page++) {
                event(id, "page_view", at++);
            }
            for (String goal : day.goals()) {
                event(id, goal, at++);
            }
        }
    }

    private void event(String visitor, String name, long at) {
        ObjectNode event = events().addObject();
        event.put("id", "e" + ids++).put("name", name).put("at", at).put("user", visitor);
        event.putObject("consent").put("analytics", true);
        if (name.equals("page_view")) {
            event.put("url", "https://shop.example/");
        }
        if (events().size() == MOST_EVENTS) {
            send();
        }
    }

    private ArrayNode events() {
        return body.withArray("events");
    }

    private void send() {
        JsonNode reply = pipeline.post(body.put("site", "shop").toString());
        if (reply.path("statusCode").asInt() != 202) {
            throw new IllegalStateException(reply.toString());
        }
        body = Json.MAPPER.createObjectNode();
    }

    private JsonNode report() {
        Dependencies ports = new Dependencies(
                items, entries -> Set.of(), new MemoryArchive(), Pipeline.SECRETS, clock, Telemetry.SILENT);
        String key = new KeyService(items, Pipeline.SECRETS, clock, Duration.ZERO)
                .create("shop", Set.of(Scope.STATS_READ), "bench", null)
                .secret();
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "request");
        context.putObject("http").put("method", "GET").put("path", "/v1/sites/shop/micros");
        event.putObject("queryStringParameters")
                .put("macro", SimulatedVisitor.MACRO)
                .put("from", AssociationSite.FIRST.toString())
                .put("to", AssociationSite.FIRST.plusDays(BEGINNINGS - 1).toString());
        event.putObject("headers").put("Authorization", "Bearer " + key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new ApiHandler(ports, Duration.ZERO)
                    .handleRequest(
                            new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), out, null);
            JsonNode answer = Json.MAPPER.readTree(out.toByteArray());
            if (answer.path("statusCode").asInt() != 200) {
                throw new IllegalStateException(answer.toString());
            }
            return Json.read(answer.path("body").asText(), JsonNode.class);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static String reported(JsonNode report, String micro) {
        for (JsonNode total : report.path("totals")) {
            if (total.path("micro").asText().equals(micro)) {
                JsonNode found = total.path("association");
                return "%s %s %s %s, %s in %s, %s in %s"
                        .formatted(
                                found.path("n11"),
                                found.path("n10"),
                                found.path("n01"),
                                found.path("n00"),
                                number(found.path("odds_ratio")),
                                interval(found.path("interval")),
                                number(found.path("adjusted_odds_ratio")),
                                interval(found.path("adjusted_interval")));
            }
        }
        return "nothing";
    }

    private static String interval(JsonNode interval) {
        return interval.isArray() ? number(interval.get(0)) + " to " + number(interval.get(1)) : "null";
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? rounded(number.asDouble()) : "null";
    }

    private static String rounded(double number) {
        return BigDecimal.valueOf(number)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String expected(AssociationCounts counts, String micro) {
        FourfoldTable table = counts.table(micro, LaterConversionCounts.LONGEST_WINDOW);
        Optional<RatioEstimate> adjusted = table.isEnough()
                ? FourfoldTable.mantelHaenszel(counts.tables(micro, LaterConversionCounts.LONGEST_WINDOW))
                : Optional.empty();
        return "%d %d %d %d, %s, %s"
                .formatted(
                        table.n11(),
                        table.n10(),
                        table.n01(),
                        table.n00(),
                        estimate(table.isEnough() ? Optional.of(table.oddsRatio()) : Optional.empty()),
                        estimate(adjusted));
    }

    private static String estimate(Optional<RatioEstimate> estimate) {
        return estimate.map(
                        each -> rounded(each.ratio()) + " in " + rounded(each.low()) + " to " + rounded(each.high()))
                .orElse("null in null");
    }
}
