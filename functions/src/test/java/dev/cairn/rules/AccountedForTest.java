package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.plan.version.BackfillRules;
import dev.cairn.store.Hashes;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.Quarantine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After any job on past data, every accepted event is counted exactly once (section 10). */
class AccountedForTest {
    private static final String DAY = "2026-03-10";
    private static final VisitorKey EVE = new VisitorKey(LinkLevel.USER, "eve");

    private final Shop shop = new Shop("");
    private final MemoryArchive archive = new MemoryArchive();

    @Test
    void whatASecondErasureTakesOfADeliveryIsCountedBesideWhatTheFirstOneTook() throws IOException {
        erase(ANNA);
        byte[] around = Sent.record(
                "around",
                List.of(
                        event("page_view", DAY + "T11:59Z").received(DAY + "T12:02Z"),
                        event("page_view", DAY + "T12:01Z")));
        shop.itIs(DAY + "T12:02Z");
        deliver(List.of(around));
        assertAccounted(2, 1, 1);

        shop.itIs(DAY + "T12:30Z");
        erase(ANNA);
        assertAccounted(2, 0, 2);

        deliver(List.of(around)); // on the stream once more
        run(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
        assertAccounted(2, 0, 2);
    }

    @Test
    void ofADeviceTwoUsersHadEachErasureCountsItsOwn() throws IOException {
        deliver(List.of(
                shop.record(event("identify", DAY + "T10:00Z").by(BOB).on(ANNA)),
                shop.record(event("identify", DAY + "T11:00Z").by(EVE).on(ANNA)),
                Sent.record(
                        "both",
                        List.of(
                                event("page_view", DAY + "T10:30Z").received(DAY + "T11:40Z"),
                                event("page_view", DAY + "T11:30Z")))));
        erase(BOB);
        assertAccounted(4, 2, 2);

        erase(EVE);
        assertAccounted(4, 0, 4);
    }

    @Test
    void whatAFullDayHadNoRoomForStaysCountedWhenTheVisitorIsErased() throws IOException {
        Sent[] many = new Sent[5_003];
        for (int i = 0; i < many.length; i++) {
            many[i] = event("page_view", DAY + "T10:00Z").id("e" + i);
        }
        shop.sendTogether(many);

        erase(ANNA);

        assertAccounted(5_003, 0, 5_000);
        assertThat(shop.quarantinedPayloads(Shop.SITE))
                .singleElement()
                .satisfies(left -> assertThat(new String(left, StandardCharsets.UTF_8))
                        .doesNotContain(ANNA.hash())
                        .doesNotContain("page_view"));
        run(JobStore.Kind.REPLAY, Shop.SITE, Map.of());
        assertThat(shop.quarantined(Shop.SITE)).isEmpty();
        assertAccounted(5_003, 0, 5_003);
    }

    @Test
    void aRebuildLeavesNothingInQuarantineThatItStored() throws IOException {
        putAside(shop.record(event("page_view", DAY + "T10:00Z")));
        assertAccounted(1, 0, 0);

        run(JobStore.Kind.REBUILD, JobStore.EVERY_SITE, Map.of());
        runJobs();

        assertAccounted(1, 1, 0);
        assertThat(shop.quarantined(Shop.SITE)).isEmpty();
    }

    @Test
    void aBackfillLeavesNothingInQuarantineThatItStored() throws IOException {
        putAside(shop.record(event("page_view", DAY + "T10:00Z")));
        shop.pipeline.putPlan(Shop.plan("goals:\n  read: {tier: micro, kind: secondary, match: {event: page_view}}\n"));
        LocalDate day = LocalDate.parse(DAY);
        int rule = new BackfillRules(shop.items, shop.clock, Duration.ZERO)
                .add(Shop.SITE, day, day, 2)
                .number();

        run(JobStore.Kind.BACKFILL, Shop.SITE, Map.of("backfill", Integer.toString(rule)));
        runJobs();

        assertAccounted(1, 1, 0);
        assertThat(shop.quarantined(Shop.SITE)).isEmpty();
    }

    /** As after a bug that has been fixed since. */
    private void putAside(byte[] record) {
        archive.write(shop.clock.instant(), List.of(record));
        new Quarantine(shop.items, shop.clock)
                .put(
                        Shop.SITE,
                        Quarantine.Entry.of(Hashes.text(record), LocalDate.parse(DAY), "unprocessable", 1, record));
    }

    private void assertAccounted(long accepted, long stored, long erased) {
        IngestionBalance received = shop.run().received(DAY);
        assertThat(received.residual()).isZero();
        assertThat(List.of(
                        received.accepted(),
                        received.counts().stored(),
                        received.counts().bots().getOrDefault("erased", 0L)))
                .containsExactly(accepted, stored, erased);
    }

    private void deliver(List<byte[]> records) {
        archive.write(shop.clock.instant(), records);
        shop.deliver(records);
    }

    private void erase(VisitorKey who) throws IOException {
        run(JobStore.Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, who.toString()));
    }

    private void run(JobStore.Kind kind, String site, Map<String, String> what) throws IOException {
        new JobStore(shop.items, shop.clock).add(kind, site, what);
        runJobs();
    }

    private void runJobs() throws IOException {
        Shop.runJobs(shop.ports(archive), PropagationDelay.NONE);
    }
}
