package dev.cairn.store.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.domain.event.ContentHash;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.TrafficSources;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.Item;
import dev.cairn.store.Json;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Visitor days in pages: reads return what was written, whatever the number of pages. */
class VisitorDayStoreTest {
    private static final SetClock CLOCK = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private static final Instant EXPIRES = Instant.parse("2026-05-10T12:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final Id ANNA = new Id("shop", DAY, new VisitorKey(LinkLevel.DEVICE, "anna"));

    private final MemoryItemStore items = new MemoryItemStore(CLOCK);
    private final VisitorDayStore days = new VisitorDayStore(items, CLOCK);

    private static StoredEvent plain(long id) {
        return TestEvents.stored("page_view", id)
                .received(1_773_136_800_000L)
                .at(1_773_136_800_000L - id)
                .build();
    }

    private static StoredEvent full(long id) {
        return TestEvents.stored("engagement", id)
                .copy(new StoredEvent.EventSource("other", 3, 1_773_136_800_001L, new ContentHash(-9), 7))
                .at(1_773_136_700_000L)
                .seq(12)
                .planVersion(4)
                .server()
                .propKeys("a", "b c")
                .touch(TrafficSources.MAIL)
                .host("shop.example")
                .page("/p/2")
                .prop("a", "1")
                .prop("b c", "lamp")
                .matches(GoalMatch.unconditional("order"), new GoalMatch("half", 1))
                .value("10.50", "EUR")
                .order("order-hash")
                .refund()
                .measures(1234, "55.5", true, "95")
                .device("device-hash")
                .click("gclid", "Cj0KCQ-click")
                .build();
    }

    private static StoredEvent landing(long id) {
        return TestEvents.stored("page_view", id)
                .received(1_773_136_800_000L)
                .at(1_773_136_800_000L - id)
                .click("wbraid", "CjkKCQ")
                .build();
    }

    private Loaded load() {
        return days.load(List.of(ANNA)).get(ANNA);
    }

    private boolean append(Loaded loaded, StoredEvent... copies) {
        return days.append(
                        ANNA,
                        loaded,
                        new VisitorDayStore.Addition(List.of(copies), List.of(), List.of()),
                        false,
                        EXPIRES)
                .isPresent();
    }

    private List<StoredEvent> stored() {
        return load().day().kept().stream()
                .flatMap(kept -> kept.copies().stream())
                .toList();
    }

    @Test
    void everyPartOfAnEventIsKept() {
        assertThat(append(load(), full(-7), plain(7))).isTrue();

        assertThat(stored()).containsExactlyInAnyOrder(full(-7), plain(7));
    }

    @Test
    void F12_aPathOnTwoHostsIsTwoPages() {
        StoredEvent here = page(1, "shop.example");
        StoredEvent there = page(2, "blog.example");
        StoredEvent nowhere = page(3, null);
        append(load(), here, there, nowhere);

        assertThat(stored()).containsExactlyInAnyOrder(here, there, nowhere);
    }

    private static StoredEvent page(long id, @Nullable String host) {
        return TestEvents.stored("page_view", id)
                .at(1_773_136_800_000L)
                .host(host)
                .page("/p/2")
                .build();
    }

    /** Events of earlier versions have neither hosts nor values. */
    @Test
    void R8_aPageWithoutHostsAndValuesIsReadAsBefore() {
        StoredEvent plain = page(1, null);

        String written = VisitorDayCodec.write(page(plain));

        assertThat(written).doesNotContain("\"h\":", "\"v\":", "\"x\":");
        assertThat(VisitorDayCodec.read(written).copies()).containsExactly(plain);
    }

    /** Everything that an earlier version reads is where it was. */
    @Test
    void R8_hostsAndValuesAreFieldsThatEarlierVersionsIgnore() {
        StoredEvent event = TestEvents.stored("file_download", 1)
                .at(1_773_136_800_000L)
                .host("shop.example")
                .page("/p/2")
                .prop("file", "a.pdf")
                .build();

        JsonNode written = Json.read(VisitorDayCodec.write(page(event)), JsonNode.class);

        assertThat(written.path("p").toString()).isEqualTo("[\"/p/2\"]");
        assertThat(written.path("h").toString()).isEqualTo("[\"shop.example\"]");
        assertThat(written.path("v").toString()).isEqualTo("[{\"file\":\"a.pdf\"}]");
        assertThat(written.path("e").path(0).path(8).asInt()).isZero();
        assertThat(written.path("e").path(0).path(10).toString()).isEqualTo("{\"x\":0}");
    }

    private static VisitorDayCodec.Page page(StoredEvent event) {
        return new VisitorDayCodec.Page(List.of(event), List.of(), List.of(), false, false);
    }

    @Test
    void receiptsAreKept() {
        DeliverySummary receipt = new DeliverySummary("d", 5, Map.of("crawler", 2), Map.of("missing_name", 1), 3);
        days.append(ANNA, load(), new VisitorDayStore.Addition(List.of(), List.of(receipt), List.of()), false, EXPIRES);
        days.append(
                ANNA, load(), new VisitorDayStore.Addition(List.of(plain(1)), List.of(), List.of()), false, EXPIRES);

        assertThat(load().day().receipts()).containsExactly(receipt);
    }

    @Test
    void manyAppendsMakeSeveralPagesAndEachEventIsThereOnce() {
        List<StoredEvent> expected = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            expected.add(plain(i));
            assertThat(append(load(), plain(i))).isTrue();
        }

        List<Item> pages = items.all().stream()
                .filter(item -> item.key().table() == Table.STATE)
                .toList();
        assertThat(pages).hasSizeGreaterThan(2);
        assertThat(load().pages()).hasSize(pages.size());
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(days.bucket("shop", DAY, DayBuckets.of(ANNA.visitor(), 16))
                        .get(ANNA.visitor())
                        .day()
                        .size())
                .isEqualTo(60);
    }

    @Test
    void aFullPageIsNeverWrittenAgain() {
        for (int i = 1; i <= 60; i++) {
            append(load(), plain(i));
        }
        Item first = load().pages().getFirst();
        append(load(), plain(61));

        assertThat(load().pages().getFirst()).isEqualTo(first);
        assertThat(first.body().length()).isGreaterThanOrEqualTo(VisitorDayStore.FULL_PAGE_CHARS);
    }

    @Test
    void ofTwoWritersWhoReadTheSameOneMustReadAgain() {
        for (int before : new int[] {0, 1, 40}) {
            for (int i = 1; i <= before; i++) {
                append(load(), plain(i));
            }
            Loaded seen = load();
            assertThat(append(seen, plain(1_000 + before))).isTrue();
            assertThat(append(seen, plain(2_000 + before))).isFalse();
        }
    }

    @Test
    void aVisitorWithOtherDaysIsKnownInTheBucketAndHasNoEventMore() {
        append(load(), plain(1));
        days.flagConnected(List.of(ANNA), day -> EXPIRES);
        days.flagConnected(List.of(ANNA), day -> EXPIRES);

        Loaded loaded =
                days.bucket("shop", DAY, DayBuckets.of(ANNA.visitor(), 16)).get(ANNA.visitor());
        assertThat(loaded.connected()).isTrue();
        assertThat(loaded.day().size()).isEqualTo(1);
    }

    @Test
    void D1_anIdThatOthersClaimTooIsKeptAsSuch() {
        VisitorDay.Claimed claimed = new VisitorDay.Claimed(new EventHash(-7), "hash-of-the-id");
        days.append(ANNA, load(), new VisitorDayStore.Addition(List.of(), List.of(), List.of(claimed)), false, EXPIRES);

        assertThat(load().day().claimed()).isEqualTo(Map.of(new EventHash(-7), "hash-of-the-id"));
        assertThat(load().day().addClaimed(List.of(claimed))).isEmpty();
    }

    @Test
    void R8_aSignOfTheVersionBeforeNamesTheCopyThatCountsElsewhere() {
        StoredEvent first = plain(3);
        days.append(
                ANNA,
                load(),
                new VisitorDayStore.Addition(List.of(plain(7).keptElsewhere(first.copy())), List.of(), List.of()),
                false,
                EXPIRES);

        assertThat(load().day().kept()).isEmpty();
        assertThat(load().day().countedElsewhere()).isEqualTo(Map.of(new EventHash(7), first.copy()));
    }

    @Test
    void aBucketHasEachOfItsVisitorsAndNobodyElse() {
        for (int i = 0; i < 100; i++) {
            Id id = new Id("shop", DAY, new VisitorKey(LinkLevel.DAILY, "v" + i));
            days.append(
                    id,
                    Loaded.nothing(),
                    new VisitorDayStore.Addition(List.of(plain(i)), List.of(), List.of()),
                    false,
                    EXPIRES);
        }
        int visitors = 0;
        for (int bucket = 0; bucket < 16; bucket++) {
            int number = bucket;
            Map<VisitorKey, Loaded> found = days.bucket("shop", DAY, bucket);
            visitors += found.size();
            assertThat(found.keySet()).allMatch(visitor -> DayBuckets.of(visitor, 16) == number);
        }
        assertThat(visitors).isEqualTo(100);
        assertThat(days.bucket("shop", DAY.plusDays(1), 0)).isEmpty();
    }

    @Test
    void B9_aDayGoesIntoAsManyBucketsAsItsItemSays() {
        new DayBuckets(items, CLOCK).prepare("shop", DAY, 64);
        for (int i = 0; i < 100; i++) {
            Id id = new Id("shop", DAY, new VisitorKey(LinkLevel.DAILY, "v" + i));
            days.flagConnected(List.of(id), day -> EXPIRES);
            assertThat(days.place(id))
                    .isEqualTo(new DirtyBuckets.BucketKey("shop", DAY, DayBuckets.of(id.visitor(), 64)));
            assertThat(items.query(Table.STATE, "shop#2026-03-10#" + DayBuckets.name(DayBuckets.of(id.visitor(), 64))))
                    .anyMatch(item -> item.key().sort().equals(id.visitor().toString()));
            assertThat(days.bucket("shop", DAY, DayBuckets.of(id.visitor(), 64)))
                    .containsKey(id.visitor());
        }

        assertThat(days.buckets("shop", DAY)).isEqualTo(64);
    }

    /** No reader finds it by its visitor, so it must not be counted either. */
    @Test
    void B9_aPageInAnotherBucketThanItsOwnIsInNone() {
        Id own = new Id("shop", DAY, new VisitorKey(LinkLevel.DAILY, "v1"));
        days.append(own, load(), new VisitorDayStore.Addition(List.of(plain(1)), List.of(), List.of()), false, EXPIRES);
        Item page = items.all().stream()
                .filter(item -> item.key().table() == Table.STATE)
                .findFirst()
                .orElseThrow();
        int other = (DayBuckets.of(own.visitor(), 16) + 1) % 16;
        String partition = "shop#2026-03-10#" + DayBuckets.name(other);
        items.replace(Item.first(new Item.Key(Table.STATE, partition, page.key().sort()), page.body(), EXPIRES));

        assertThat(days.bucket("shop", DAY, DayBuckets.of(own.visitor(), 16))).hasSize(1);
        assertThat(days.bucket("shop", DAY, other)).isEmpty();
    }

    private static String written(StoredEvent... copies) {
        return VisitorDayCodec.write(new VisitorDayCodec.Page(List.of(copies), List.of(), List.of(), false, false));
    }

    /** What the previous release reads of a page: nothing that it knows has moved. */
    @Test
    void R8_consentForAdsAndClicksAreReadAsAbsentFromOlderPagesAndIgnoredByOlderReaders() {
        String before = written(plain(1));
        String now = written(landing(1));

        assertThat(VisitorDayCodec.read(before).copies().getFirst().ads()).isFalse();
        assertThat(VisitorDayCodec.read(before).copies().getFirst().click()).isNull();
        assertThat(VisitorDayCodec.read(now).copies()).containsExactly(landing(1));
        assertThat(now.replace(",null,1]]", "]]")
                        .replace(",\"k\":[[\"wbraid\",\"CjkKCQ\"]]", "")
                        .replace(",{\"k\":0}", ""))
                .as("only additions at the end of what the previous release reads by place")
                .isEqualTo(before);
    }

    /** The bit is stored once a delivery; a click only where there is one, and each value once a page. */
    @Test
    void N9_consentForAdsCostsAtMostTwoBytesAnEvent() {
        List<StoredEvent> without = new ArrayList<>();
        List<StoredEvent> with = new ArrayList<>();
        for (long id = 0; id < 20; id++) {
            StoredEvent.EventSource copy = new StoredEvent.EventSource(
                    "delivery-" + id / 4, (int) id % 4, 1_773_136_800_000L + id / 4, new ContentHash(id * 77), 4);
            TestEvents.Stored event =
                    TestEvents.stored("page_view", id).copy(copy).at(1_773_136_800_000L - id);
            without.add(event.build());
            with.add(event.ads().build());
        }
        int more = written(with.toArray(StoredEvent[]::new)).length()
                - written(without.toArray(StoredEvent[]::new)).length();

        assertThat(more).isPositive().isLessThanOrEqualTo(2 * with.size());
    }
}
