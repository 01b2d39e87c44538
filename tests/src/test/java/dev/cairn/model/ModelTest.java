package dev.cairn.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the real handlers with the model: random bodies, delivered out of order and more than once. */
class ModelTest {
    private static final int BODIES = 80;

    static LongStream seeds() {
        return LongStream.range(Long.getLong("first", 0), Long.getLong("seeds", 6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCellOfEveryStatisticIsTheModels(long seed) {
        Random random = new Random(seed);
        SetClock clock = new SetClock(Instant.parse("2026-03-26T09:00:00Z"));
        ModelledSystem till = new ModelledSystem(new MemoryItemStore(clock), clock, SmallTraffic.PLAN);
        SmallTraffic traffic = new SmallTraffic(random, till, new SmallTraffic.Wilder(true, true));
        for (int i = 0; i < BODIES; i++) {
            traffic.step(Duration.ofHours(3));
            if (random.nextInt(6) == 0) {
                till.deliver(random);
            }
            if (random.nextInt(10) == 0) {
                till.run();
            }
        }
        till.deliver(random);
        till.run();
        assertThat(till.differences()).isEmpty();
    }
}
