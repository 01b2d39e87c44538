package dev.cairn.store.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aws.CountingItems;
import dev.cairn.store.Hashes;
import dev.cairn.store.Item;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.work.Quarantine.Entry;
import dev.cairn.store.work.Quarantine.Kept;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private final SetClock clock = new SetClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final MemoryItemStore memory = new MemoryItemStore(clock);

    /** Measures each item as DynamoDB does, and refuses one that DynamoDB would refuse. */
    private final Quarantine quarantine = new Quarantine(new CountingItems(memory), clock);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Entry entry(String delivery, LocalDate day, String reason, int events) {
        return Entry.of(delivery, day, reason, events, utf8("{"));
    }

    private byte[] payload(String site, Kept entry) {
        return quarantine.payload(site, entry).orElseThrow();
    }

    @Test
    void countsWhatWasPutAsideByDayAndReason() {
        quarantine.put("shop", entry("a-0", DAY, "undecodable", 1));
        quarantine.put("shop", entry("b-0", DAY, "visitor_day_full", 3));

        assertThat(quarantine.counts("shop", DAY, DAY))
                .isEqualTo(Map.of(DAY, Map.of("undecodable", 1L, "visitor_day_full", 3L)));
    }

    @Test
    void aRecordThatIsDeliveredAgainIsOneEntryOnItsFirstDay() {
        quarantine.put("shop", entry("a-0", DAY, "undecodable", 1));
        clock.forward(Duration.ofDays(1));
        quarantine.put("shop", entry("a-0", DAY.plusDays(1), "unknown_schema", 1));

        assertThat(quarantine.counts("shop", DAY, DAY.plusDays(9))).isEqualTo(Map.of(DAY, Map.of("undecodable", 1L)));
        assertThat(quarantine.list("shop", DAY, DAY).getFirst().at()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @Test
    void anEntrySaysWhatItIsAboutAndGivesItsPayloadBack() {
        quarantine.put("shop", Entry.of("a-0", DAY, "unknown_site", 7, utf8("{\"site\":\"shop\"}")));

        Kept kept = quarantine.list("shop", DAY, DAY).getFirst();

        assertThat(kept)
                .isEqualTo(new Kept(
                        Hashes.text("a-0"), DAY, "unknown_site", 7, 7, 15, Instant.parse("2026-11-20T10:00:00Z")));
        assertThat(payload("shop", kept)).isEqualTo(utf8("{\"site\":\"shop\"}"));
    }

    @Test
    void aPayloadThatIsNoTextComesBackByteForByte() {
        byte[] noText = {(byte) 0xff, 0, (byte) 0xc0, '"', '\n', (byte) 0x80};
        quarantine.put("-", Entry.of("a-0", DAY, "undecodable", 1, noText));

        assertThat(payload("-", quarantine.list("-", DAY, DAY).getFirst())).isEqualTo(noText);
    }

    /** 512 KiB is the collector's largest body, 1 MiB is Kinesis's largest record; random bytes do not compress. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 240 * 1024 - 1, 240 * 1024, 240 * 1024 + 1, 512 * 1024, 1024 * 1024})
    void aPayloadOfAnySizeComesBackByteForByte(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        quarantine.put("shop", Entry.of("a-0", DAY, "undecodable", 1, payload));

        Kept kept = quarantine.list("shop", DAY, DAY).getFirst();

        assertThat(kept.bytes()).isEqualTo(size);
        assertThat(payload("shop", kept)).isEqualTo(payload);
    }

    @Test
    void entriesAreListedByReasonAndByDay() {
        quarantine.put("shop", entry("a-0", DAY, "visitor_day_full", 1));
        quarantine.put("shop", entry("b-0", DAY.plusDays(1), "unknown_site", 2));
        quarantine.put("shop", entry("c-0", DAY.plusDays(2), "visitor_day_full", 3));

        assertThat(quarantine.list("shop", "visitor_day_full"))
                .extracting(Kept::events)
                .containsExactly(1, 3);
        assertThat(quarantine.list("shop", DAY.plusDays(1), DAY.plusDays(1)))
                .extracting(Kept::events)
                .containsExactly(2);
        assertThat(quarantine.list("lamps", "visitor_day_full")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneWithItsPayloadAndNothingElseIs() {
        quarantine.put("shop", Entry.of("a-0", DAY, "undecodable", 1, new byte[600_000]));
        quarantine.put("shop", entry("b-0", DAY, "undecodable", 2));
        List<Kept> both = quarantine.list("shop", "undecodable");
        Kept large =
                both.stream().filter(kept -> kept.events() == 1).findFirst().orElseThrow();

        quarantine.delete("shop", large);
        quarantine.delete("shop", large);

        assertThat(quarantine.payload("shop", large)).isEmpty();
        assertThat(quarantine.counts("shop", DAY, DAY)).isEqualTo(Map.of(DAY, Map.of("undecodable", 2L)));
        // The other one: its head and its part.
        assertThat(memory.all()).hasSize(2);
    }

    @Test
    void R6_anEntryIsGoneAfter30Days() {
        quarantine.put("shop", entry("a-0", DAY, "undecodable", 1));
        Kept kept = quarantine.list("shop", DAY, DAY).getFirst();

        clock.forward(Duration.ofDays(30).plusSeconds(1));

        assertThat(quarantine.list("shop", "undecodable")).isEmpty();
        assertThat(quarantine.payload("shop", kept)).isEmpty();
    }

    @Test
    void whatNamesNoPossibleSiteIsUnderTheUnknownOne() {
        quarantine.put("A site?".repeat(1000), entry("a-0", DAY, "unknown_site", 1));

        assertThat(quarantine.list(Quarantine.UNKNOWN_SITE, "unknown_site")).hasSize(1);
    }

    @Test
    void R8_anEntryThatHasItsPayloadInItselfIsRead() {
        memory.replace(Item.first(
                new Item.Key(Table.STATE, "quarantine#shop", DAY + "#undecodable#abc"),
                "{\"delivery\":\"a-0\",\"day\":\"2026-11-20\",\"reason\":\"undecodable\",\"events\":2,\"payload\":\"{é\"}",
                null));

        Kept kept = quarantine.list("shop", DAY, DAY).getFirst();

        assertThat(kept.id()).isEqualTo("abc");
        assertThat(kept.bytes()).isEqualTo(3);
        assertThat(payload("shop", kept)).isEqualTo(utf8("{é"));
        quarantine.delete("shop", kept);
        assertThat(quarantine.list("shop", DAY, DAY)).isEmpty();
    }
}
