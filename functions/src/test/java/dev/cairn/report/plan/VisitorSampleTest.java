package dev.cairn.report.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.Pipeline;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.SetClock;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site too large for an exact preview gets an estimate that is labelled as such. */
class VisitorSampleTest {
    private static final String PLAN = "sites: {shop: {time_zone: UTC, currency: EUR}}";
    private static final String DRAFT = PLAN + "\ngoals: {loved: {tier: macro, match: {event: heart}}}";
    private static final int VISITORS = 400;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final Dependencies dependencies =
            new Dependencies(items, entries -> Set.of(), new MemoryArchive(), new NoSecrets(), clock, Telemetry.SILENT);
    private final PlanRepository plans = new PlanRepository(items, clock, Duration.ZERO);

    private record NoSecrets() implements Secrets {
        @Override
        public byte[] master() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String adminKey() {
            throw new UnsupportedOperationException();
        }
    }

    /** Each visitor sends one, two or three hearts. */
    @BeforeEach
    void send() {
        Pipeline pipeline = new Pipeline(items, clock, PLAN, "shop");
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
        ArrayNode events = body.putArray("events");
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            for (int i = 0; i <= visitor % 4 % 3; i++) {
                ObjectNode event =
                        events.addObject().put("id", visitor + "-" + i).put("name", "heart");
                event.put("visitor", "v-" + visitor).put("at", clock.millis() - 60_000L * visitor);
                event.putObject("consent").put("analytics", true);
            }
            if (visitor % 100 == 99) {
                assertThat(pipeline.post(body.toString()).path("statusCode").asInt())
                        .isEqualTo(202);
                events.removeAll();
            }
        }
        pipeline.drain(50);
        pipeline.aggregate();
    }

    @Test
    void aSiteOfUsualSizeIsCountedWhole() {
        ObjectNode preview = preview(100_000);
        assertThat(preview.path("sample").isNull()).isTrue();
        assertThat(preview.at("/goals/0/conversions").asLong()).isEqualTo(hearts());
        assertThat(preview.at("/goals/0/visitors").asLong()).isEqualTo(VISITORS);
        assertThat(preview.at("/goals/0/interval").isNull()).isTrue();
    }

    @Test
    void aLargerOneIsEstimatedWithAnIntervalThatHoldsTheTruth() {
        ObjectNode preview = preview(hearts() / 2);
        double share = preview.at("/sample/share").asDouble();
        assertThat(share).isBetween(0.4, 0.6);
        long estimate = preview.at("/goals/0/conversions").asLong();
        long low = preview.at("/goals/0/interval/0").asLong();
        long high = preview.at("/goals/0/interval/1").asLong();
        assertThat(hearts()).isBetween(low, high);
        assertThat(estimate).isBetween(low, high);
        assertThat(high - low).isLessThan(hearts() / 2);
        assertThat(preview.at("/goals/0/visitors").asLong()).isBetween(VISITORS * 8L / 10, VISITORS * 12L / 10);
    }

    @Test
    void oneThatIsTooLargeEvenForThatIsNotGuessed() {
        assertThat(new VisitorSample.Reader(dependencies, 10).read(site(PLAN), () -> true))
                .isEmpty();
    }

    @Test
    void whenTimeIsShortOneBucketIsReadAndNoMore() {
        assertThat(new VisitorSample.Reader(dependencies, 100_000)
                        .read(site(PLAN), () -> false)
                        .orElseThrow()
                        .parts())
                .isEqualTo(1);
    }

    /** Today has this many buckets, the other days 16: a visitor is in the sample with all days or with none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 64})
    void aSampleIsTheSameWhateverTheNumberOfBuckets(int number) {
        VisitorSampleTest other = new VisitorSampleTest();
        new DayBuckets(other.items, clock).prepare("shop", LocalDate.of(2026, 3, 10), number);
        other.send();

        assertThat(other.preview(100_000)).isEqualTo(preview(100_000));
        assertThat(other.preview(hearts() / 2)).isEqualTo(preview(hearts() / 2));
    }

    private static long hearts() {
        return java.util.stream.IntStream.range(0, VISITORS)
                .mapToLong(visitor -> visitor % 4 % 3 + 1)
                .sum();
    }

    private ObjectNode preview(long mostEvents) {
        Site now = site(PLAN);
        Site draft = site(DRAFT);
        PlanPreview preview = new PlanPreview(plans, dependencies, new VisitorSample.Reader(dependencies, mostEvents));
        ObjectNode json = Json.MAPPER.createObjectNode();
        new PlanPreviewJson(
                        preview.of(now, draft, PlanChanges.between(now, draft)).orElseThrow())
                .put(json, now, draft);
        return json;
    }

    private static Site site(String plan) {
        return PlanParser.read(plan).sites().get("shop");
    }
}
