package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that leave events out of the statistics are put and removed while events arrive; compared with the model. */
class LeftOutTest {
    private static final int BODIES = 70;
    private static final Instant START = Instant.parse("2026-03-26T09:00:00Z");

    /** Traits of rules; with several, an event needs all of them. */
    private static final List<String> TRAITS = List.of(
            "name: \"p*\"",
            "name: purchase, sender: browser",
            "link: device",
            "link: none",
            "link: user",
            "channel: direct",
            "referrer: \"*.example\"",
            "page: /blog/*",
            "device: mobile, link: daily",
            "sender: server");

    static LongStream seeds() {
        return LongStream.range(Long.getLong("first", 0), Long.getLong("first", 0) + Long.getLong("seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void V3_eventsThatARuleExcludesCountNowhereAndCountAgainWithoutIt(long seed) {
        Random random = new Random(seed);
        SetClock clock = new SetClock(START);
        ModelledSystem till = new ModelledSystem(new MemoryItemStore(clock), clock, SmallTraffic.PLAN);
        Past past = new Past(till);
        SmallTraffic traffic = new SmallTraffic(random, till, new SmallTraffic.Wilder(true, true));
        go(traffic, random, till);
        Map<String, String> before = Cells.ofRows(till.items, till.history());

        past.putPlan(with(rules(random, clock)));
        till.run();
        assertThat(till.differences()).isEmpty();
        Map<String, String> without = Cells.ofRows(till.items, till.history());
        past.putPlan(SmallTraffic.PLAN);
        till.run();
        assertThat(till.differences()).isEmpty();
        assertThat(Differences.of(before, Cells.ofRows(till.items, till.history())))
                .isEmpty();
        if (seed == 0) {
            assertThat(without).isNotEqualTo(before);
        }

        past.putPlan(with(rules(random, clock)));
        go(traffic, random, till);
        assertThat(till.differences()).isEmpty();
        past.putPlan(with(rules(random, clock)));
        go(traffic, random, till);
        assertThat(till.differences()).isEmpty();
    }

    private static void go(SmallTraffic traffic, Random random, ModelledSystem till) {
        for (int i = 0; i < BODIES; i++) {
            traffic.step(Duration.ofHours(2));
            if (random.nextInt(6) == 0) {
                till.deliver(random);
            }
            if (random.nextInt(10) == 0) {
                till.run();
            }
        }
        till.deliver(random);
        till.run();
    }

    private static String rules(Random random, SetClock clock) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            long length = Duration.between(START, clock.instant()).toMinutes();
            Instant from = START.plus(Duration.ofMinutes(random.nextLong(length)));
            Instant to = from.plus(Duration.ofHours(1 + random.nextInt(72)));
            rules.append("\n        - {id: rule%d, from: %s, to: %s%s}"
                    .formatted(
                            i,
                            from,
                            to,
                            random.nextInt(4) == 0 ? "" : ", " + TRAITS.get(random.nextInt(TRAITS.size()))));
        }
        return rules.toString();
    }

    private static String with(String rules) {
        return SmallTraffic.PLAN.replace(
                "key_pages: [\"/key/*\"]\n", "key_pages: [\"/key/*\"]\n    exclude:" + rules + "\n");
    }
}
