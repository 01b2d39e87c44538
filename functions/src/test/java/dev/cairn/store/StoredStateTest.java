package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.DeviceHash;
import dev.cairn.domain.event.ErasedInterval;
import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.EventOrderKey;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Tombstone;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.person.VisitorIndex;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.bucket.DirtyBuckets.BucketKey;
import dev.cairn.store.bucket.DirtyBuckets.Mark;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.VisitorSketch;
import dev.cairn.store.statistic.Watermark;
import dev.cairn.store.visitor.VisitorIndexStore;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Indexes, marks, watermarks, runs, the running day and the sketch of visitors. */
class StoredStateTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final Instant EXPIRES = Instant.parse("2026-05-10T12:00:00Z");
    private static final VisitorKey ANNA = new VisitorKey(LinkLevel.DEVICE, "anna");

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final MemoryItemStore items = new MemoryItemStore(clock);

    @Test
    void anIndexComesBackAsItWasStored() {
        VisitorKey user = new VisitorKey(LinkLevel.USER, "anna@home");
        VisitorIndex index = VisitorIndex.ofUser(Set.of(DAY, DAY.plusDays(1)), Set.of(new DeviceHash("phone")))
                .and(VisitorIndex.ofDevice(user, Set.of(DAY)))
                .and(VisitorIndex.erased(new Tombstone(
                        77,
                        Set.of(new ErasedInterval(EventOrderKey.FIRST, new EventOrderKey(5, 6, new EventHash(-7)))))));
        VisitorIndexStore indexes = new VisitorIndexStore(items);

        assertThat(indexes.put("shop", ANNA, indexes.load("shop", ANNA), index, EXPIRES))
                .isTrue();
        assertThat(indexes.load("shop", ANNA).index()).isEqualTo(index);
    }

    @Test
    void ofTwoWritersOfAnIndexOneMustReadAgain() {
        VisitorIndexStore indexes = new VisitorIndexStore(items);
        VisitorIndexStore.Loaded seen = indexes.load("shop", ANNA);
        VisitorIndex other = VisitorIndex.of(Set.of(DAY));

        assertThat(indexes.put("shop", ANNA, seen, other, EXPIRES)).isTrue();
        assertThat(indexes.put("shop", ANNA, seen, VisitorIndex.EMPTY, EXPIRES)).isFalse();
        assertThat(indexes.load("shop", ANNA).index()).isEqualTo(other);
    }

    private static BucketKey place(String site, LocalDate day, int bucket) {
        return new BucketKey(site, day, bucket);
    }

    @Test
    void F11_aMarkRaisedAgainInALaterEpochIsNotCleared() {
        DirtyBuckets marks = new DirtyBuckets(items, clock);
        List<BucketKey> places = List.of(place("shop", DAY, 7));
        marks.raise(places);
        Mark read = marks.all().getFirst();
        marks.nextEpoch();
        marks.raise(places);

        marks.clear(read);
        assertThat(marks.all()).extracting(Mark::epoch).containsExactly(1L);
        marks.clear(marks.all().getFirst());
        assertThat(marks.all()).isEmpty();
    }

    @Test
    void F11_aMarkThatWasClearedAndRaisedAnewIsNotClearedByWhoReadItBefore() {
        DirtyBuckets marks = new DirtyBuckets(items, clock);
        List<BucketKey> places = List.of(place("shop", DAY, 7));
        marks.raise(places);
        Mark read = marks.all().getFirst();
        marks.clear(read);
        marks.nextEpoch();
        marks.raise(places);

        marks.clear(read);
        assertThat(marks.all()).extracting(Mark::epoch).containsExactly(1L);
    }

    @Test
    void aMarkCostsOneWriteHoweverOftenItIsRaisedWithinAnEpoch() {
        DirtyBuckets marks = new DirtyBuckets(items, clock);
        marks.raise(List.of(place("shop", DAY, 7)));
        long revision = marks.all().getFirst().revision();
        marks.raise(List.of(place("shop", DAY, 7)));
        new DirtyBuckets(items, clock).raise(List.of(place("shop", DAY, 7)));

        assertThat(marks.all().getFirst().revision()).isEqualTo(revision);
    }

    @Test
    void marksOfAllSitesAndOfTheVersionBeforeAreFound() {
        DirtyBuckets marks = new DirtyBuckets(items, clock);
        List<BucketKey> places = List.of(
                place("shop", DAY, 0),
                place("shop", DAY, 15),
                place("shop", DAY.plusDays(1), 3),
                place("shop-2", DAY, 1));
        marks.raise(places);
        items.replace(new Item(new Item.Key(Table.STATISTICS, "marks", "old#2026-03-09#04"), 99, "{}", null));

        assertThat(marks.all())
                .extracting(Mark::place)
                .containsExactlyInAnyOrderElementsOf(java.util.stream.Stream.concat(
                                places.stream(), java.util.stream.Stream.of(place("old", DAY.minusDays(1), 4)))
                        .toList());
        marks.all().forEach(marks::clear);
        assertThat(marks.all()).isEmpty();
    }

    @Test
    void F10_theLowestShardSaysHowFarTheStreamWasReadAndNoneGoesBack() {
        Watermark watermark = new Watermark(items);
        long now = clock.millis();
        assertThat(watermark.lowest()).isEmpty();

        watermark.advance("shard-1", now + 100);
        watermark.advance("shard-2", now + 50);
        watermark.advance("shard-1", now + 90);
        assertThat(watermark.lowest()).hasValue(now + 50);
        watermark.advance("shard-2", now + 200);
        assertThat(watermark.lowest()).hasValue(now + 100);

        clock.forward(Duration.ofDays(6));
        watermark.advance("shard-1", now + Duration.ofDays(6).toMillis());
        assertThat(watermark.lowest()).as("a silent shard holds everything up").hasValue(now + 200);
        clock.forward(Duration.ofDays(2));
        assertThat(watermark.lowest())
                .as("until it must have been closed")
                .hasValue(now + Duration.ofDays(6).toMillis());
    }

    @Test
    void whatARunLeavesIsThereForTheNext() {
        AggregationRuns runs = new AggregationRuns(items);
        assertThat(runs.last()).isEmpty();
        runs.finished(new AggregationRuns.LastRun(1800, Set.of("shop")));
        assertThat(runs.last()).contains(new AggregationRuns.LastRun(1800, Set.of("shop")));

        fold(runs, DAY, 1, 5);
        fold(runs, DAY.plusDays(1), 1, 6);
        fold(runs, DAY, 2, 7);
        assertThat(runs.folded("shop"))
                .isEqualTo(Map.of(
                        DAY, new AggregationRuns.Folded(7, 70), DAY.plusDays(1), new AggregationRuns.Folded(6, 60)));
        fold(runs, DAY, 3, Long.MAX_VALUE);
        assertThat(runs.folded("shop").get(DAY).isOpen()).isFalse();
        clock.forward(Duration.ofHours(2));
        assertThat(runs.folded("shop")).isEqualTo(Map.of(DAY.plusDays(1), new AggregationRuns.Folded(6, 60)));
        assertThat(runs.folded("other")).isEmpty();
    }

    private void fold(AggregationRuns runs, LocalDate day, long epoch, long nextClose) {
        AggregationRuns.DayHead head = runs.head("shop", day);
        assertThat(head.unfinished()).isFalse();
        assertThat(runs.claim("shop", day, head, epoch)).isTrue();
        assertThat(runs.finish(
                        "shop", day, epoch, new AggregationRuns.Folded(nextClose, nextClose * 10), clock.instant()))
                .isTrue();
    }

    @Test
    void F11_ofTwoRunsThatClaimADayOneStops() {
        AggregationRuns runs = new AggregationRuns(items);
        AggregationRuns.DayHead one = runs.head("shop", DAY);
        AggregationRuns.DayHead other = runs.head("shop", DAY);

        assertThat(runs.claim("shop", DAY, one, 1)).isTrue();
        assertThat(runs.claim("shop", DAY, other, 2)).isFalse();
    }

    @Test
    void F11_whoeverClaimsADayThatWasNotFinishedIsToldAndTheOtherCannotFinishIt() {
        AggregationRuns runs = new AggregationRuns(items);
        runs.claim("shop", DAY, runs.head("shop", DAY), 1);
        AggregationRuns.DayHead head = runs.head("shop", DAY);

        assertThat(head.unfinished()).isTrue();
        assertThat(runs.claim("shop", DAY, head, 2)).isTrue();
        assertThat(runs.finish("shop", DAY, 1, new AggregationRuns.Folded(5, 0), clock.instant()))
                .isFalse();
        assertThat(runs.finish("shop", DAY, 2, new AggregationRuns.Folded(5, 0), clock.instant()))
                .isTrue();
    }

    private static LiveCounters.Arrival arrival(long position, String day, Map<String, Long> names) {
        return new LiveCounters.Arrival(BigInteger.valueOf(position), day, position * 10, names, List.of());
    }

    @Test
    void theRunningDayCountsARedeliveredRecordOnceAndAddsUpShards() {
        LiveCounters running = new LiveCounters(items);
        running.add(
                "shop",
                "1",
                List.of(arrival(9, "2026-03-10", Map.of("a", 1L)), arrival(10, "2026-03-10", Map.of("a", 2L))));
        running.add(
                "shop",
                "1",
                List.of(arrival(9, "2026-03-10", Map.of("a", 1L)), arrival(10, "2026-03-10", Map.of("a", 2L))));
        running.add("shop", "2", List.of(arrival(3, "2026-03-10", Map.of("a", 1L, "b", 1L))));

        LiveCounters.Running sum = running.of("shop", "2026-03-10").orElseThrow();
        assertThat(sum.names()).isEqualTo(Map.of("a", 4L, "b", 1L));
        assertThat(sum.lastEvent()).isEqualTo(100);
    }

    @Test
    void theRunningDayBeginsAnewWithANewDayAndIgnoresAnOldOne() {
        LiveCounters running = new LiveCounters(items);
        running.add(
                "shop",
                "1",
                List.of(arrival(1, "2026-03-10", Map.of("a", 5L)), arrival(2, "2026-03-11", Map.of("b", 1L))));
        running.add("shop", "1", List.of(arrival(3, "2026-03-10", Map.of("a", 1L))));

        assertThat(running.of("shop", "2026-03-11").orElseThrow().names()).isEqualTo(Map.of("b", 1L));
        assertThat(running.of("shop", "2026-03-10").orElseThrow().names()).isEmpty();
        assertThat(running.of("other", "2026-03-11")).isEmpty();
    }

    @Test
    void F9_visitorsOfSeveralDaysAreCountedOnce() {
        VisitorSketch first = VisitorSketch.of(visitors(0, 300));
        VisitorSketch second = VisitorSketch.of(visitors(200, 500));

        assertThat(VisitorSketch.sum(List.of(first, second)).estimate()).isEqualTo(500);
        assertThat(VisitorSketch.sum(List.of(first, second)))
                .isEqualTo(VisitorSketch.sum(List.of(second, first, VisitorSketch.NOBODY)));
        assertThat(VisitorSketch.sum(List.of(VisitorSketch.NOBODY, VisitorSketch.NOBODY)))
                .isEqualTo(VisitorSketch.NOBODY);
    }

    @Test
    void F9_beyondItsSizeTheTrueNumberIsWithinTheBounds() {
        VisitorSketch many = VisitorSketch.of(visitors(0, 20_000));

        assertThat(many.lowerBound()).isLessThanOrEqualTo(20_000);
        assertThat(many.upperBound()).isGreaterThanOrEqualTo(20_000);
        assertThat(many.estimate()).isBetween(19_000.0, 21_000.0);
    }

    private static List<VisitorKey> visitors(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new VisitorKey(LinkLevel.DEVICE, "v" + i))
                .toList();
    }
}
