package dev.cairn.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aws.CountingItems;
import dev.cairn.domain.anomaly.Baseline;
import dev.cairn.domain.anomaly.BaselineBuilder;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseCells;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.anomaly.AlarmStore;
import dev.cairn.store.anomaly.AnomalyMessages;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.statistic.StatisticCodec;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.telemetry.ConsoleTelemetry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnomalyCheckTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-09-16");
    private static final long HALF_HOUR = PulseCounts.HALF_HOUR_MILLIS;
    private static final long MIDNIGHT = Instant.parse("2026-09-16T00:00:00Z").toEpochMilli();
    private static final DayDefinitions GOALS =
            new DayDefinitions(Map.of(), Set.of("lead", "purchase"), Set.of(), Map.of(), Map.of());
    private static final Site SITE = PlanParser.read("""
            sites: {shop: {time_zone: UTC, currency: EUR}}
            goals: {lead: {tier: macro, match: {event: lead}}, purchase: {tier: macro, match: {event: purchase}}}
            """).sites().get("shop");

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(MIDNIGHT));
    private MemoryItemStore memory = new MemoryItemStore(clock);
    private final List<Notice> sent = new ArrayList<>();

    private static final class Killed extends Error {}

    @BeforeEach
    void fill() {
        memory = new MemoryItemStore(clock);
        sent.clear();
        for (int back = 1; back <= BaselineBuilder.DAYS; back++) {
            day(TODAY.minusDays(back), 48, 48, 48);
        }
        // Both goals stop at 06:00 and come back at 14:00.
        day(TODAY, 48, 12, 28);
    }

    private void day(LocalDate day, int visitsUntil, int stop, int back) {
        List<Long> visits = new ArrayList<>(Collections.nCopies(visitsUntil, 40L));
        List<Long> met = new ArrayList<>(Collections.nCopies(visitsUntil, 8L));
        for (int i = stop; i < Math.min(back, visitsUntil); i++) {
            met.set(i, 0L);
        }
        PulseCells successes = new PulseCells(met, Map.of(), Map.of(), Map.of());
        PulseCounts counts = new PulseCounts(
                Map.of("visit", new PulseCells(visits, Map.of(), Map.of(), Map.of())),
                Map.of("goal:lead", successes, "goal:purchase", successes));
        StatisticRows rows = new StatisticRows(memory);
        StatisticRows.Id id = new StatisticRows.Id("shop", RowKey.of(PulseCounts.STATISTIC), day);
        long revision = rows.get(List.of(id)).values().stream()
                .mapToLong(StatisticRows.Row::revision)
                .max()
                .orElse(0);
        rows.put(id, new StatisticRows.Row(day, revision + 1, MIDNIGHT, 1, StatisticCodec.write(counts)));
    }

    private AnomalyCheck check(ItemStore items, Notices topic, Optional<Notices> webhook) {
        Dependencies dependencies = new Dependencies(
                items,
                null,
                new MemoryArchive(),
                null,
                clock,
                new ConsoleTelemetry(new PrintStream(OutputStream.nullOutputStream()), clock));
        return new AnomalyCheck(dependencies, Channels.of(topic, webhook.orElse(null)));
    }

    private void run(AnomalyCheck check, int half, boolean counted) {
        long asOf = MIDNIGHT + half * HALF_HOUR;
        clock.set(Instant.ofEpochMilli(asOf));
        check.run(SITE, day -> GOALS, counted, asOf, asOf);
    }

    private List<String> changes() {
        Set<String> changes = new TreeSet<>();
        new AlarmStore(memory)
                .states("shop")
                .values()
                .forEach(stored -> stored.state().episodes().forEach(each -> {
                    changes.add(AnomalyMessages.id("shop", stored.state().subject(), each.firstBad(), Change.STARTED));
                    if (each.ending() != null) {
                        changes.add(
                                AnomalyMessages.id("shop", stored.state().subject(), each.firstBad(), each.ending()));
                    }
                }));
        return List.copyOf(changes);
    }

    @Test
    void N6_10_startsOfOneRunAreOneMessageAndEachChangeIsToldOnce() {
        AnomalyCheck check = check(memory, sent::add, Optional.empty());
        for (int half = 2; half <= 48; half++) {
            run(check, half, true);
        }

        assertThat(sent).hasSize(3);
        assertThat(sent.getFirst().json()).contains("\"change\":\"started\"", "\"also\":[{", "goal:purchase");
        assertThat(sent.getFirst().text()).contains("“Lead”: 0 of ", " since 06:00, usually ");
        assertThat(sent.subList(1, 3))
                .allSatisfy(each -> assertThat(each.json()).contains("recovered"));
        assertThat(sent).extracting(Notice::id).doesNotHaveDuplicates();
        assertThat(changes()).hasSize(4);
    }

    /** Dies after each call of a run, and so before the next one, and goes on with the next run. */
    @Test
    void N6_10_eachChangeIsToldWhereverARunDies() {
        boolean died = true;
        for (int kill = 1; died; kill++) {
            died = false;
            for (boolean after : new boolean[] {true}) {
                fill();
                int[] left = {kill};
                Notices topic = notice -> {
                    before(left, after);
                    sent.add(notice);
                    after(left, after);
                };
                ItemStore items = dying(left, after);
                for (int half : List.of(14, 15, 16, 17, 29, 30, 31, 32, 33, 34, 35)) {
                    try {
                        run(check(items, topic, Optional.empty()), half, true);
                    } catch (Killed killed) {
                        died = true;
                    }
                }
                String all = sent.stream().map(Notice::json).reduce("", String::concat);
                assertThat(changes())
                        .as("killed at call " + kill)
                        .hasSize(4)
                        .allSatisfy(id -> assertThat(all).contains("\"id\":\"" + id + "\""));
            }
        }
    }

    private static void before(int[] left, boolean after) {
        if (--left[0] == 0 && !after) {
            throw new Killed();
        }
    }

    private static void after(int[] left, boolean after) {
        if (left[0] == 0 && after) {
            throw new Killed();
        }
    }

    private ItemStore dying(int[] left, boolean after) {
        return (ItemStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ItemStore.class}, (proxy, method, arguments) -> {
                    before(left, after);
                    try {
                        Object answer = method.invoke(memory, arguments);
                        after(left, after);
                        return answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void N6_10_whatCouldNotBeSentIsSentByTheNextRunAlsoWithoutEvents() {
        int[] failures = {2};
        AnomalyCheck check = check(
                memory,
                notice -> {
                    if (failures[0]-- > 0) {
                        throw new NoticeNotSentException("unreachable");
                    }
                    sent.add(notice);
                },
                Optional.empty());
        int half = 13;
        while (failures[0] == 2) {
            run(check, half++, true);
        }
        run(check, half++, false);
        assertThat(sent).isEmpty();
        run(check, half++, false);
        assertThat(sent).hasSize(1);
        run(check, half, false);
        assertThat(sent).hasSize(1);
    }

    @Test
    void N6_11_aWebhookThatDoesNotAnswerIsGivenUpAfterAnHourAndSaidSo() {
        int[] posts = {0};
        AnomalyCheck check = check(memory, sent::add, Optional.of(notice -> {
            posts[0]++;
            throw new NoticeNotSentException("unreachable");
        }));
        int half = 13;
        while (posts[0] == 0) {
            run(check, half++, true);
        }
        for (int more = 0; more < 4; more++) {
            run(check, half++, true);
        }
        assertThat(posts[0]).isEqualTo(3);
        assertThat(sent).hasSize(1);
        assertThat(new AlarmStore(memory).note("shop").orElseThrow().webhookFailing())
                .isTrue();
    }

    @Test
    void B4_aSiteWithoutEventsCostsOneReadAndOneWithThemThreeQueries() {
        CountingItems items = new CountingItems(memory);
        AnomalyCheck check = check(items, sent::add, Optional.empty());
        run(check, 4, true);
        long before = items.counted().reads();
        run(check, 5, false);
        assertThat(items.counted().reads() - before).isEqualTo(1);
        run(check, 6, true);
        assertThat(items.counted().reads() - before - 1).isLessThanOrEqualTo(4);
    }

    @Test
    void N6_5_aStandstillIsToldWithoutEvents() {
        day(TODAY, 20, 20, 20);
        AnomalyCheck check = check(memory, sent::add, Optional.empty());
        run(check, 21, true);
        for (int half = 22; half < 30; half++) {
            run(check, half, false);
        }
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().text()).startsWith("No visit since 10:00");
    }

    @Test
    void N6_1_theRunningHalfHourIsNotJudged() {
        // Who came since 11:00 has not bought yet; 16 purchases would be due.
        day(TODAY, 24, 22, 24);
        run(check(memory, sent::add, Optional.empty()), 24, true);

        assertThat(sent).isEmpty();
        assertThat(new AlarmStore(memory).states("shop")).isEmpty();
    }

    @Test
    void F10_whatIsBehindTheStreamIsNotJudged() {
        day(TODAY, 24, 20, 24);
        clock.set(Instant.ofEpochMilli(MIDNIGHT + 24 * HALF_HOUR));
        check(memory, sent::add, Optional.empty())
                .run(SITE, day -> GOALS, true, MIDNIGHT + 24 * HALF_HOUR, MIDNIGHT + 21 * HALF_HOUR);

        assertThat(sent).isEmpty();
    }

    /** The first run of the day knew none of the history that was imported after it. */
    @Test
    void N6_anImportedHistoryIsJudgedAsTheRunsOfItsTimeWouldHave() {
        new PlanRepository(memory, clock, Duration.ZERO).put("""
                sites: {shop: {time_zone: UTC, currency: EUR}}
                goals: {lead: {tier: macro, match: {event: lead}}, purchase: {tier: macro, match: {event: purchase}}}
                """, "*", null);
        new AlarmStore(memory)
                .baseline(
                        "shop",
                        TODAY,
                        new Baseline(Map.of(), Map.of()),
                        Instant.ofEpochMilli(MIDNIGHT + 99 * HALF_HOUR));
        clock.set(Instant.ofEpochMilli(MIDNIGHT + 48 * HALF_HOUR));
        Dependencies dependencies = new Dependencies(
                memory,
                null,
                new MemoryArchive(),
                null,
                clock,
                new ConsoleTelemetry(new PrintStream(OutputStream.nullOutputStream()), clock));
        List<Instant> judged = new ArrayList<>();

        new AnomalyReplay(dependencies)
                .run(
                        "shop",
                        Instant.ofEpochMilli(MIDNIGHT + 4 * HALF_HOUR),
                        Instant.ofEpochMilli(MIDNIGHT + 46 * HALF_HOUR),
                        judged::add);

        assertThat(judged).hasSize(43);
        assertThat(changes()).as("both goals stopped, and came back").hasSize(4);
        new AlarmStore(memory).states("shop").values().forEach(stored -> {
            assertThat(stored.state().open()).isEmpty();
            assertThat(stored.state().episodes().getFirst().firstBad()).isEqualTo(MIDNIGHT + 12 * HALF_HOUR);
        });
        AnomalyCheck next = check(memory, sent::add, Optional.empty());
        run(next, 47, true);
        assertThat(sent).as("what is over is not told any more").isEmpty();
    }
}
