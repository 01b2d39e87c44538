package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.ExclusionReason;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.Item;
import dev.cairn.store.codec.DeliveryCodec;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.Quarantine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After an erasure everything is as if the visitor had never come, regardless of what is delivered, replayed or rebuilt
 * afterwards and where the erasure was killed; and only the tombstone still names the visitor.
 */
class ErasureTest {
    private final ErasureWorld world = new ErasureWorld();
    private VisitorKey victim;
    private List<byte[]> records;
    /** The events that belong to the erased visitor. */
    private BiPredicate<Delivery, AcceptedEvent> victims;

    static LongStream seeds() {
        return LongStream.range(Long.getLong("first", 0), Long.getLong("first", 0) + Long.getLong("seeds", 12));
    }

    private static VisitorKey victim(long seed) {
        return List.of(
                        new VisitorKey(LinkLevel.USER, "user0"),
                        new VisitorKey(LinkLevel.DEVICE, "device0"),
                        new VisitorKey(LinkLevel.USER, "user1"),
                        new VisitorKey(LinkLevel.DEVICE, "device2"))
                .get((int) (seed % 4));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void M7_anErasedVisitorNeverCame(long seed) {
        begin(seed);

        world.erase(victim);
        assertEndsAsIfNeverCome(records);
        assertNothingHasTheVictimsName();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void M7_whatIsSentDeliveredReplayedOrRebuiltLaterBringsNothingBack(long seed) {
        begin(seed);
        for (byte[] record : records) {
            Delivery delivery = DeliveryCodec.read(record);
            Quarantine.Entry aside = new Quarantine.Entry(
                    delivery.id(),
                    LocalDate.parse("2026-03-09"),
                    "unknown_site",
                    delivery.events().size(),
                    0,
                    record);
            new Quarantine(world.items, world.clock).put("shop", aside);
        }
        world.erase(victim);
        assertThat(world.restate()).isZero();
        assertNothingHasTheVictimsName();

        world.clock.forward(Duration.ofHours(1));
        List<byte[]> again = ErasureWorld.resent(records, world.clock.millis());
        List<byte[]> all = new ArrayList<>(records);
        all.addAll(again);
        List<byte[]> shuffled = new ArrayList<>(all);
        shuffled.addAll(again); // some of them twice in one batch
        Collections.shuffle(shuffled, new Random(seed));
        world.deliver(shuffled);
        world.archive(again);
        world.pipeline.aggregate();
        assertAsIfNeverCome(all);

        world.jobs.add(JobStore.Kind.REPLAY, "shop", Map.of());
        world.jobs.add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
        assertEndsAsIfNeverCome(all);

        world.erase(victim);
        assertEndsAsIfNeverCome(all);
        assertNothingHasTheVictimsName();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void M7_anErasureThatIsKilledAnywhereIsFinishedByTheNext(long seed) {
        begin(seed);
        Random random = new Random(seed);

        world.erase(victim);
        int open = 1;
        for (int kill = 0; open > 0 && kill < 200; kill++) {
            int call = 1 + random.nextInt(50 + 20 * kill);
            if (random.nextBoolean()) {
                world.breaking.dieAt(call);
            } else {
                world.breaking.dieAfter(call);
            }
            try {
                open = world.restate();
            } catch (RuntimeException killed) {
                open = 1;
            }
        }
        world.breaking.heal();
        assertEndsAsIfNeverCome(records);
        assertNothingHasTheVictimsName();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void M7_whatIsDeliveredMeanwhileBringsNothingBack(long seed) {
        begin(seed);

        world.erase(victim);
        world.breaking.interruptAt(20 + new Random(seed).nextInt(400), () -> world.deliver(records));
        world.restate();
        world.breaking.heal();
        assertEndsAsIfNeverCome(records);
        assertNothingHasTheVictimsName();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void M7_tablesMadeAnewFromTheArchiveDoNotKnowTheVisitor(long seed) {
        begin(seed);
        world.erase(victim);
        assertThat(world.restate()).isZero();

        ErasureWorld anew = new ErasureWorld(world.archive);
        anew.jobs.add(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
        assertThat(anew.restate()).isZero();
        anew.pipeline.aggregate();

        assertThat(AnyOrderTest.differences(never(records, null).rows(false), anew.rows(false)))
                .isEmpty();
    }

    /** Delivered, archived and aggregated. */
    private void begin(long seed) {
        victim = victim(seed);
        records = AnyOrderTest.records(new Random(seed));
        world.deliver(records);
        world.archive(records);
        world.pipeline.aggregate();
        victims = world.eventsOf(victim);
    }

    private ErasureWorld never(List<byte[]> sent, ExclusionReason instead) {
        ErasureWorld never = new ErasureWorld();
        never.clock.set(world.clock.instant());
        never.deliver(ErasureWorld.without(sent, victims, instead));
        never.pipeline.aggregate();
        return never;
    }

    /** Waits until all started work is done. */
    private void assertEndsAsIfNeverCome(List<byte[]> sent) {
        assertThat(world.restate()).isZero();
        world.pipeline.aggregate();
        assertAsIfNeverCome(sent);
    }

    private void assertAsIfNeverCome(List<byte[]> sent) {
        Map<String, String> actual = world.rows(false);
        assertThat(actual).isNotEmpty();
        assertThat(AnyOrderTest.differences(never(sent, null).rows(false), actual))
                .isEmpty();
        assertThat(AnyOrderTest.differences(never(sent, ExclusionReason.ERASED).rows(true), world.rows(true)))
                .isEmpty();
    }

    private void assertNothingHasTheVictimsName() {
        String today = "shop#2026-03-10#";
        for (Item item : world.items.all()) {
            boolean tombstone = item.key().partition().equals("journey#shop#" + victim)
                    && item.body().matches("\\{\"owners\":\\[\\[\"[^\"]*\"]],\"dates\":\\[],\"erased_at\":\\d+}");
            boolean emptied = item.key().partition().startsWith(today)
                    && (item.key().sort().endsWith("~")
                            || item.body().matches("\\{\"t\":0,\"s\":1(,\"c\":\\{[^}]*})? *}"));
            if (!tombstone && !emptied) {
                assertThat(item.key() + item.body()).doesNotContain(victim.hash());
            }
        }
        for (String key : world.archive.list(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"))) {
            try (Stream<byte[]> kept = world.archive.read(key)) {
                kept.forEach(record ->
                        assertThat(new String(record, StandardCharsets.UTF_8)).doesNotContain(victim.hash() + "\""));
            }
        }
    }
}
