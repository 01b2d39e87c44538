package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.DayContext;
import dev.cairn.domain.Journey;
import dev.cairn.domain.JourneyEvent;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.Money;
import dev.cairn.domain.Touch;
import dev.cairn.domain.VisitorKey;
import dev.cairn.store.Marks.Mark;
import dev.cairn.store.Marks.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Journeys, marks, watermarks, runs, the running day and the sketch of visitors. */
class StoredStateTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final Instant EXPIRES = Instant.parse("2026-05-10T12:00:00Z");
    private static final Touch DIRECT = new Touch("direct", null, null, null, null, null, null, null, null, null);
    private static final Touch MAIL =
            new Touch("email", "news", "email", "spring", "lamp", "top", "mail.example", "/p/1", "mobile", "BE");
    private static final VisitorKey ANNA = new VisitorKey(LinkLevel.DEVICE, "anna");

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final MemoryItems items = new MemoryItems(clock);

    @Test
    void aJourneyComesBackAsItWasStored() {
        Journey journey = Journey.empty()
                .with(
                        DAY,
                        new Journey.Day(
                                2,
                                new DayContext.Carried(77, MAIL),
                                true,
                                Map.of(-5L, 7L),
                                List.of(
                                        new JourneyEvent(DAY, 5, "a", Set.of("x", "y"), DIRECT, Map.of()),
                                        new JourneyEvent(
                                                DAY,
                                                9,
                                                "b",
                                                Set.of(),
                                                MAIL,
                                                Map.of("x", new Money(new BigDecimal("1.10"), "EUR"))))))
                .with(DAY.plusDays(1), new Journey.Day(0, null, false, Map.of(), List.of()));
        Journeys journeys = new Journeys(items);

        assertThat(journeys.put("shop", ANNA, journeys.load("shop", ANNA), journey, EXPIRES))
                .isTrue();
        assertThat(journeys.load("shop", ANNA).journey()).isEqualTo(journey);
    }

    @Test
    void ofTwoWritersOfAJourneyOneMustReadAgain() {
        Journeys journeys = new Journeys(items);
        Journeys.Loaded seen = journeys.load("shop", ANNA);
        Journey other = Journey.empty().with(DAY, new Journey.Day(1, null, false, Map.of(), List.of()));

        assertThat(journeys.put("shop", ANNA, seen, other, EXPIRES)).isTrue();
        assertThat(journeys.put("shop", ANNA, seen, Journey.empty(), EXPIRES)).isFalse();
        assertThat(journeys.load("shop", ANNA)).isEqualTo(new Journeys.Loaded(other, 1));
    }

    @Test
    void F11_aMarkRaisedAgainIsNotCleared() {
        Marks marks = new Marks(items);
        Place place = new Place("shop", DAY, 7);
        marks.raise(List.of(place));
        Mark read = marks.of("shop", DAY).getFirst();
        marks.raise(List.of(place));

        marks.clear(read);
        assertThat(marks.of("shop", DAY)).extracting(Mark::place).containsExactly(place);
        marks.clear(marks.of("shop", DAY).getFirst());
        assertThat(marks.all()).isEmpty();
    }

    @Test
    void marksAreFoundByDayAndAllTogether() {
        Marks marks = new Marks(items);
        List<Place> places = List.of(
                new Place("shop", DAY, 0),
                new Place("shop", DAY, 15),
                new Place("shop", DAY.plusDays(1), 3),
                new Place("shop-2", DAY, 1));
        marks.raise(places);

        assertThat(marks.of("shop", DAY)).extracting(Mark::place).containsExactlyElementsOf(places.subList(0, 2));
        assertThat(marks.all()).extracting(Mark::place).containsExactlyInAnyOrderElementsOf(places);
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
        Runs runs = new Runs(items);
        assertThat(runs.last()).isEmpty();
        runs.finished(new Runs.Run(1800, Set.of("shop")));
        assertThat(runs.last()).contains(new Runs.Run(1800, Set.of("shop")));

        runs.setOpen("shop", DAY, 5);
        runs.setOpen("shop", DAY.plusDays(1), 6);
        runs.setOpen("shop", DAY, 7);
        assertThat(runs.open("shop")).isEqualTo(Map.of(DAY, 7L, DAY.plusDays(1), 6L));
        runs.setOpen("shop", DAY, Long.MAX_VALUE);
        assertThat(runs.open("shop")).isEqualTo(Map.of(DAY.plusDays(1), 6L));
        assertThat(runs.open("other")).isEmpty();
    }

    private static RunningDay.Arrival arrival(long position, String day, Map<String, Long> names) {
        return new RunningDay.Arrival(BigInteger.valueOf(position), day, position * 10, names, List.of());
    }

    @Test
    void theRunningDayCountsARedeliveredRecordOnceAndAddsUpShards() {
        RunningDay running = new RunningDay(items);
        running.add(
                "shop",
                "1",
                List.of(arrival(9, "2026-03-10", Map.of("a", 1L)), arrival(10, "2026-03-10", Map.of("a", 2L))));
        running.add(
                "shop",
                "1",
                List.of(arrival(9, "2026-03-10", Map.of("a", 1L)), arrival(10, "2026-03-10", Map.of("a", 2L))));
        running.add("shop", "2", List.of(arrival(3, "2026-03-10", Map.of("a", 1L, "b", 1L))));

        RunningDay.Running sum = running.of("shop", "2026-03-10").orElseThrow();
        assertThat(sum.names()).isEqualTo(Map.of("a", 4L, "b", 1L));
        assertThat(sum.lastEvent()).isEqualTo(100);
    }

    @Test
    void theRunningDayBeginsAnewWithANewDayAndIgnoresAnOldOne() {
        RunningDay running = new RunningDay(items);
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
        Uniques first = Uniques.of(visitors(0, 300));
        Uniques second = Uniques.of(visitors(200, 500));

        assertThat(Uniques.sum(List.of(first, second)).estimate()).isEqualTo(500);
        assertThat(Uniques.sum(List.of(first, second))).isEqualTo(Uniques.sum(List.of(second, first, Uniques.NOBODY)));
        assertThat(Uniques.sum(List.of(Uniques.NOBODY, Uniques.NOBODY))).isEqualTo(Uniques.NOBODY);
    }

    @Test
    void F9_beyondItsSizeTheTrueNumberIsWithinTheBounds() {
        Uniques many = Uniques.of(visitors(0, 20_000));

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
