package dev.cairn.store.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Hashes;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B9 and R12: a day's number of buckets. */
class DayBucketsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final LocalDate OTHER = LocalDate.of(2026, 3, 11);

    private final SetClock clock = new SetClock(Instant.parse("2026-03-10T12:00:00Z"));
    private final MemoryItemStore memory = new MemoryItemStore(clock);
    private final BreakingItems items = new BreakingItems(memory);
    private final DayBuckets buckets = new DayBuckets(items, clock);

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "10_000, 1",
        "10_001, 4",
        "40_000, 4",
        "40_001, 16",
        "256_000, 16",
        "256_001, 64",
        "1_000_000, 64",
        "1_024_001, 256",
        "4_096_001, 1_024",
        "16_384_001, 4_096",
        "1_000_000_000, 4_096",
    })
    void R12_aDayGetsBucketsByItsSize(String visitorDays, String number) {
        assertThat(DayBuckets.forVisitorDays(Long.parseLong(visitorDays.replace("_", ""))))
                .isEqualTo(Integer.parseInt(number.replace("_", "")));
    }

    @Test
    void B9_whatIsThereFirstStays() {
        buckets.prepare("shop", DAY, 4);
        new DayBuckets(memory, clock).prepare("shop", DAY, 64);

        assertThat(new DayBuckets(memory, clock).number("shop", DAY)).isEqualTo(4);
        assertThat(new DayBuckets(memory, clock).fixed("shop", DAY).buckets()).isEqualTo(4);
    }

    @Test
    void B9_aWriterFixesTheNumberOfTheVersionBeforeWhereNoRunHasPreparedAnother() {
        assertThat(buckets.fixed("shop", DAY).buckets()).isEqualTo(16);
        new DayBuckets(memory, clock).prepare("shop", DAY, 64);

        assertThat(new DayBuckets(memory, clock).number("shop", DAY)).isEqualTo(16);
    }

    @Test
    void B9_whatIsThereIsReadOnceInAProcess() {
        new DayBuckets(memory, clock).prepare("shop", DAY, 4);
        assertThat(buckets.number("shop", DAY)).isEqualTo(4);

        items.dieAt(1);
        assertThat(buckets.number("shop", DAY)).isEqualTo(4);
        assertThat(buckets.fixed("shop", DAY).buckets()).isEqualTo(4);
    }

    @Test
    void B9_thatNothingIsThereIsNotRemembered() {
        assertThat(buckets.number("shop", DAY)).isEqualTo(16);
        assertThat(buckets.forms(List.of(new DayBuckets.Day("shop", DAY), new DayBuckets.Day("shop", OTHER))))
                .hasSize(2)
                .allSatisfy((day, form) -> assertThat(form.buckets()).isEqualTo(16));
        new DayBuckets(memory, clock).prepare("shop", DAY, 4);

        assertThat(buckets.number("shop", DAY)).isEqualTo(4);
        assertThat(memory.all()).hasSize(1);
    }

    /** Hashes look like this one: visitors are spread evenly even over 4,096 buckets. */
    @Test
    void R12_noBucketHasManyMoreVisitorsThanOthers() {
        TreeMap<Integer, Integer> sizes = new TreeMap<>();
        IntStream.range(0, 409_600)
                .mapToObj(i -> new VisitorKey(LinkLevel.DEVICE, Hashes.text("visitor " + i)))
                .forEach(visitor -> sizes.merge(DayBuckets.of(visitor, 4_096), 1, Integer::sum));

        assertThat(sizes).hasSize(4_096);
        assertThat(sizes.values()).allMatch(size -> size > 50 && size < 160);
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "9, 09", "15, 15", "99, 99", "100, 100", "4095, 4095"})
    void R8_aBucketInAKeyHasTwoDigitsAsBefore(int bucket, String name) {
        assertThat(DayBuckets.name(bucket)).isEqualTo(name);
    }

    /** A process's threads share the cached days. */
    @Test
    void aDayThatIsSealedStaysSealedForAThreadThatReadItBefore() {
        new DayBuckets(memory, clock).prepare("shop", DAY, 4);
        clock.set(Instant.parse("2026-03-11T12:30:00Z"));
        items.interruptAfter(1, () -> assertThat(buckets.seal("shop", DAY)).isTrue());

        assertThat(buckets.fixed("shop", DAY).sealed()).isTrue();
        items.heal();
        assertThat(buckets.fixed("shop", DAY).sealed()).isTrue();
    }
}
