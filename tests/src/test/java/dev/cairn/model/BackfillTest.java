package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.StatisticRows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R4: new and changed goals and funnels are applied to the past while events arrive; compared with the model. */
class BackfillTest {
    private static final int BODIES_BEFORE = 90;
    private static final int BODIES_MEANWHILE = 30;

    /** A new goal, changed goals, and funnels with these goals. */
    static final String LATER_PLAN = SmallTraffic.PLAN
            .replace("goals:\n", "goals:\n  sighs: {tier: micro, kind: milestone, match: {event: \"video_*\"}}\n")
            .replace("match: {event: heart}, count: visit", "match: {event: \"newsletter_*\"}, count: visit")
            .replace("match: {dwell: {min: 60s}}", "match: {dwell: {min: 20s}}")
            .replace("price: {gte: 20}", "price: {gte: 5}")
            .replace("funnels:\n", "funnels:\n  sighing: {steps: [sighs, add_to_cart, hearts], window: 3d}\n")
            .replace("fast: {steps: [add_to_cart, purchase]", "fast: {steps: [dear, purchase]");

    static LongStream seeds() {
        return LongStream.range(Long.getLong("first", 0), Long.getLong("first", 0) + Long.getLong("seeds", 7));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void R4_afterABackfillEveryCellIsTheModelsWhateverCameInMeanwhile(long seed) {
        Random random = new Random(seed);
        SetClock clock = new SetClock(Instant.parse("2026-03-16T09:00:00Z"));
        ModelledSystem till = new ModelledSystem(new MemoryItemStore(clock), clock, SmallTraffic.PLAN);
        Past past = new Past(till);
        SmallTraffic traffic = new SmallTraffic(random, till, new SmallTraffic.Wilder(true, true));
        go(BODIES_BEFORE, traffic, random, till, past);
        clock.forward(Duration.ofSeconds(1));
        till.putPlan(LATER_PLAN);
        clock.forward(Duration.ofMinutes(1)); // the time after which a plan is in force everywhere
        go(5, traffic, random, till, past);

        LocalDate today = LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);
        LocalDate from = today.minusDays(1 + random.nextInt(12));
        LocalDate last = from.plusDays(random.nextInt(8));
        LocalDate to = last.isAfter(today) ? today : last;
        JsonNode job = past.backfill(from, to);
        JsonNode again = past.backfill(from, to);
        assertThat(again.path("id")).isEqualTo(job.path("id"));
        for (int i = 0; i < BODIES_MEANWHILE; i++) {
            go(1, traffic, random, till, past);
            past.restate(random.nextInt(5));
        }
        past.deliver(random);
        past.archive(random);
        finish(job, past, clock);
        till.run();

        assertThat(till.differences()).noneMatch(BackfillTest::isAFigure);
        assertThat(past.job(job).path("message").asText()).startsWith("every event of these days is tagged");
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            for (StatisticRows.Row row : new StatisticRows(till.items)
                    .range(ModelledSystem.SITE, RowKey.of(FunnelCounts.ENTRY, "fast"), day, day)) {
                assertThat(row.planVersion()).isEqualTo(2);
            }
        }
        assertThat(past.get("/v1/sites/shop/funnels/fast?from=" + from + "&to=" + to)
                        .path("meta")
                        .path("warnings")
                        .toString())
                .doesNotContain("needs_backfill");
    }

    /** The job waits six hours for what was stored before it began, and no longer. */
    @Test
    void R4_whatTheArchiveBringsTooLateIsSaidAndTheNextBackfillTagsIt() {
        Random random = new Random(1);
        SetClock clock = new SetClock(Instant.parse("2026-03-16T09:00:00Z"));
        ModelledSystem till = new ModelledSystem(new MemoryItemStore(clock), clock, SmallTraffic.PLAN);
        Past past = new Past(till);
        SmallTraffic traffic = new SmallTraffic(random, till, new SmallTraffic.Wilder(true, true));
        for (int i = 0; i < 40; i++) {
            traffic.step(Duration.ofMinutes(10));
        }
        past.deliver(random);
        clock.forward(Duration.ofSeconds(1));
        till.putPlan(LATER_PLAN);
        clock.forward(Duration.ofMinutes(1));
        LocalDate today = LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC);

        JsonNode job = past.backfill(today.minusDays(2), today);
        finish(job, past, clock);
        assertThat(past.job(job).path("message").asText())
                .matches("[1-9]\\d* events keep their earlier tags: they are not in the archive");

        past.archive(random);
        JsonNode again = past.backfill(today.minusDays(2), today);
        finish(again, past, clock);
        till.run();

        assertThat(past.job(again).path("message").asText()).startsWith("every event of these days is tagged");
        assertThat(till.differences()).noneMatch(BackfillTest::isAFigure);
    }

    private static void finish(JsonNode job, Past past, SetClock clock) {
        for (int turns = 0; !past.job(job).path("status").asText().equals("done"); turns++) {
            assertThat(turns).as("%s", past.job(job)).isLessThan(100);
            clock.forward(Duration.ofMinutes(5));
            past.restate(50);
        }
    }

    /** A delivery's number of events is stored with its first event, so it is not a figure of a day. */
    private static boolean isAFigure(String difference) {
        return !difference.contains("|accepted:");
    }

    private static void go(int bodies, SmallTraffic traffic, Random random, ModelledSystem till, Past past) {
        for (int i = 0; i < bodies; i++) {
            traffic.step(Duration.ofHours(6));
            if (random.nextInt(5) == 0) {
                past.deliver(random);
            }
            if (random.nextInt(5) == 0 || past.isArchiveOverdue()) {
                past.archive(random);
            }
            if (random.nextInt(8) == 0) {
                till.run();
            }
        }
    }
}
