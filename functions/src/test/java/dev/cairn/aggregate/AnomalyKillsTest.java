package dev.cairn.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.BaselineBuilder;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseCells;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
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
import dev.cairn.telemetry.Telemetry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * N6.10: each change of a state has one id, and is sent at least once over each channel, wherever runs die and however
 * often a send fails. A run is every call of a table, of the topic and of the webhook; a day has an alarm of two goals,
 * and their recovery.
 */
class AnomalyKillsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-09-16");
    private static final long HALF_HOUR = PulseCounts.HALF_HOUR_MILLIS;
    private static final long MIDNIGHT = Instant.parse("2026-09-16T00:00:00Z").toEpochMilli();
    private static final DayDefinitions GOALS =
            new DayDefinitions(Map.of(), Set.of("lead", "purchase"), Set.of(), Map.of(), Map.of());
    private static final Site SITE = PlanParser.read("""
            sites: {shop: {time_zone: UTC, currency: EUR}}
            goals: {lead: {tier: macro, match: {event: lead}}, purchase: {tier: macro, match: {event: purchase}}}
            """).sites().get("shop");

    /** From the last run before the stop is found to some after the recovery. */
    private static final List<Integer> RUNS = List.of(15, 16, 17, 29, 30, 31, 32, 33, 34, 35, 36);

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(MIDNIGHT));
    private MemoryItemStore memory = new MemoryItemStore(clock);
    private final List<Item> before = new ArrayList<>();
    private final List<Notice> topic = new ArrayList<>();
    private final List<Notice> webhook = new ArrayList<>();

    private static final class Killed extends Error {}

    /** Which calls of a story die or fail, counted from its first. */
    private interface Trouble {
        void at(int call, boolean after, boolean sending);
    }

    /** The past, today's pulse and what is usual today: the same for all stories. */
    @BeforeEach
    void fill() {
        for (int back = 1; back <= BaselineBuilder.DAYS; back++) {
            day(TODAY.minusDays(back), 48, 48);
        }
        day(TODAY, 12, 28);
        clock.set(Instant.ofEpochMilli(MIDNIGHT + 13 * HALF_HOUR));
        new AnomalyCheck(ports(memory), Channels.of(Notices.NONE, null))
                .run(SITE, day -> GOALS, true, clock.millis(), clock.millis());
        before.addAll(memory.all());
    }

    private Dependencies ports(ItemStore items) {
        return new Dependencies(items, null, new MemoryArchive(), null, clock, Telemetry.SILENT);
    }

    private void day(LocalDate day, int stop, int back) {
        List<Long> visits = Collections.nCopies(48, 40L);
        List<Long> met = new ArrayList<>(Collections.nCopies(48, 8L));
        for (int i = stop; i < back; i++) {
            met.set(i, 0L);
        }
        PulseCells successes = new PulseCells(met, Map.of(), Map.of(), Map.of());
        PulseCounts counts = new PulseCounts(
                Map.of("visit", new PulseCells(visits, Map.of(), Map.of(), Map.of())),
                Map.of("goal:lead", successes, "goal:purchase", successes));
        new StatisticRows(memory)
                .put(
                        new StatisticRows.Id("shop", RowKey.of(PulseCounts.STATISTIC), day),
                        new StatisticRows.Row(day, 1, MIDNIGHT, 1, StatisticCodec.write(counts)));
    }

    /** Lets a day's runs pass; returns the number of calls. */
    private int story(Trouble trouble) {
        memory = new MemoryItemStore(clock);
        before.forEach(memory::replace);
        topic.clear();
        webhook.clear();
        int[] calls = {0};
        ItemStore items = (ItemStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ItemStore.class}, (proxy, method, arguments) -> {
                    trouble.at(++calls[0], false, false);
                    try {
                        Object answer = method.invoke(memory, arguments);
                        trouble.at(calls[0], true, false);
                        return answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        AnomalyCheck check = new AnomalyCheck(
                ports(items), Channels.of(receiver(topic, calls, trouble), receiver(webhook, calls, trouble)));
        for (int half : RUNS) {
            long asOf = MIDNIGHT + half * HALF_HOUR;
            clock.set(Instant.ofEpochMilli(asOf));
            try {
                check.run(SITE, day -> GOALS, true, asOf, asOf);
            } catch (Killed dead) {
                // The next run goes on.
            }
        }
        return calls[0];
    }

    /** What is told must be known by the stored states: a run that dies here could not end what it has told. */
    private Notices receiver(List<Notice> received, int[] calls, Trouble trouble) {
        return notice -> {
            trouble.at(++calls[0], false, true);
            assertThat(changes()).as("stored before it is told").containsAll(told(List.of(notice)));
            received.add(notice);
            trouble.at(calls[0], true, true);
        };
    }

    /** The ids of all changes that the states know. */
    private Set<String> changes() {
        Set<String> changes = new TreeSet<>();
        for (AlarmStore.Stored stored : new AlarmStore(memory).states("shop").values()) {
            for (AlarmState.Episode each : stored.state().episodes()) {
                String subject = stored.state().subject();
                changes.add(AnomalyMessages.id("shop", subject, each.firstBad(), Change.STARTED));
                if (each.ending() != null) {
                    changes.add(AnomalyMessages.id("shop", subject, each.firstBad(), each.ending()));
                }
            }
        }
        return changes;
    }

    /** The ids of the changes in messages; those of one message are in its {@code also}. */
    private static Set<String> told(List<Notice> messages) {
        Set<String> told = new TreeSet<>();
        for (Notice message : messages) {
            JsonNode json = Json.read(message.json(), JsonNode.class);
            told.add(json.path("id").asText());
            json.path("also").forEach(each -> told.add(each.path("id").asText()));
        }
        return told;
    }

    private void assertAllTold(String trouble) {
        Set<String> changes = changes();
        assertThat(changes).as(trouble).hasSize(4);
        assertThat(told(topic)).as("topic, " + trouble).isEqualTo(changes);
        assertThat(told(webhook)).as("webhook, " + trouble).isEqualTo(changes);
    }

    @Test
    void N6_10_withoutTroubleEachChangeIsSentOnceOverEachChannel() {
        story((call, after, sending) -> {});

        assertAllTold("none");
        assertThat(topic).extracting(Notice::id).doesNotHaveDuplicates();
        assertThat(webhook).isEqualTo(topic);
    }

    /** Before the first call and after each: between any two calls, and between what a call does and its answer. */
    @Test
    void N6_10_eachChangeIsToldOverBothChannelsWhereverARunDies() {
        int calls = story((call, after, sending) -> {});
        assertThat(calls).isGreaterThan(50);
        for (int kill = 0; kill <= calls; kill++) {
            int at = kill;
            story((call, after, sending) -> {
                if (after ? call == at : at == 0 && call == 1) {
                    throw new Killed();
                }
            });
            assertAllTold("killed after call " + kill);
        }
    }

    @Test
    void N6_10_eachChangeIsToldOverBothChannelsWhenTwoRunsDie() {
        int calls = story((call, after, sending) -> {});
        for (int first = 1; first <= calls; first += 6) {
            for (int second = first + 1; second <= first + 12; second += 4) {
                int one = first;
                int other = second;
                story((call, after, sending) -> {
                    if (after && (call == one || call == other)) {
                        throw new Killed();
                    }
                });
                assertAllTold("killed after calls " + first + " and " + second);
            }
        }
    }

    /** A send that fails may have arrived: the answer was lost. */
    @Test
    void N6_10_whatWasSentAgainHasTheSameIdAndTheOtherChannelGoesOn() {
        List<Integer> sends = new ArrayList<>();
        story((call, after, sending) -> {
            if (sending && after) {
                sends.add(call);
            }
        });
        assertThat(sends).hasSize(6);
        for (int failing : sends) {
            for (boolean when : new boolean[] {false, true}) {
                int at = failing;
                story((call, after, sending) -> {
                    if (sending && after == when && call >= at && call <= at + 1) {
                        throw new NoticeNotSentException("no answer");
                    }
                });
                assertAllTold("sends " + (when ? "answered" : "carried out") + " not at call " + failing);
            }
        }
    }
}
