package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.Item;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** M7: an erasure covers all stored data, whatever the current plan says and whenever it was archived. */
class ErasureReachTest {
    private final Shop shop = new Shop("");
    private final MemoryArchive archive = new MemoryArchive();

    @Test
    void daysThatWereWrittenToBeKeptForLongerAreErasedToo() throws IOException {
        shop.itIs("2026-01-05T12:00Z");
        byte[] record = shop.record(event("page_view", "2026-01-05T10:00Z"));
        shop.deliver(List.of(record));
        shop.run();
        shop.itIs("2026-03-10T12:00Z");
        shop.pipeline.putPlan(Shop.plan("").replace("origins: []", "origins: [], retention_days: 30"));
        assertThat(daysOfAnna()).isNotEmpty();

        erase();

        assertThat(daysOfAnna()).isEmpty();
    }

    @Test
    void theArchiveIsGoneThroughAsFarAsItReaches() throws IOException {
        byte[] record = shop.record(event("page_view", "2026-01-05T10:00Z"));
        archive.write(Instant.parse("2026-01-05T10:00:00Z"), List.of(record));
        shop.pipeline.putPlan(Shop.plan("").replace("origins: []", "origins: [], retention_days: 30"));

        erase();

        assertThat(archived()).isZero();
    }

    @Test
    void anObjectOfAnEarlierHourThatWasHeldUpIsFound() throws IOException {
        byte[] record = shop.record(event("page_view", "2026-03-10T01:00Z"));
        shop.deliver(List.of(record));
        byte[] another = shop.record(event("page_view", "2026-03-10T11:00Z").by(BOB));
        archive.write(Instant.parse("2026-03-10T11:00:00Z"), List.of(another));
        erase();
        archive.write(Instant.parse("2026-03-10T01:00:00Z"), List.of(record));
        assertThat(archived()).isEqualTo(2);

        shop.clock.forward(Duration.ofHours(6));
        goOn();

        assertThat(archived()).isEqualTo(1);
    }

    /**
     * Nothing is read for a device created a moment ago, because nothing of it can have been erased yet; later it can.
     */
    @Test
    void whatIsDeliveredAgainFromADevicesFirstDayStaysErased() throws IOException {
        byte[] record = shop.record(event("page_view", "2026-03-09T23:00Z").madeAt("2026-03-09T23:00Z"));
        shop.itIs("2026-03-09T23:00Z");
        shop.deliver(List.of(record));
        assertThat(daysOfAnna()).isNotEmpty();
        shop.itIs("2026-03-10T12:00Z");
        erase();
        assertThat(daysOfAnna()).isEmpty();

        shop.deliver(List.of(record));

        assertThat(daysOfAnna()).isEmpty();
    }

    private List<Item> daysOfAnna() {
        return shop.tables.all().stream()
                .filter(item -> item.key().partition().startsWith(Shop.SITE + "#2026-"))
                .filter(item -> item.key().sort().startsWith(ANNA.toString()))
                .toList();
    }

    private long archived() {
        return archive.list(Instant.EPOCH, shop.clock.instant().plus(Duration.ofDays(1))).stream()
                .mapToLong(key -> {
                    try (Stream<byte[]> records = archive.read(key)) {
                        return records.count();
                    }
                })
                .sum();
    }

    private void erase() throws IOException {
        new JobStore(shop.items, shop.clock)
                .add(JobStore.Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, ANNA.toString()));
        goOn();
    }

    private void goOn() throws IOException {
        Shop.runJobs(shop.ports(archive), new PropagationDelay(Duration.ZERO, Duration.ofHours(6)));
    }
}
