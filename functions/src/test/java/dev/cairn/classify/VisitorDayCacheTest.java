package dev.cairn.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.SetClock;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Addition;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process wrote last is added to without being read, for a short time. */
class VisitorDayCacheTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2027-04-10T00:00:00Z");
    private static final Id ANNA =
            new Id("shop", LocalDate.parse("2026-03-10"), new VisitorKey(LinkLevel.DEVICE, "anna"));

    private final SetClock clock = new SetClock(NOW);
    private final VisitorDayStore days = new VisitorDayStore(new MemoryItemStore(clock), clock);

    private Loaded written(long event) {
        Loaded loaded = days.load(ANNA);
        List<StoredEvent> added = loaded.day().addCopies(List.of(event(event)));
        return days.append(ANNA, loaded, new Addition(added, List.of(), List.of()), false, EXPIRES)
                .orElseThrow();
    }

    private static StoredEvent event(long id) {
        return TestEvents.stored("page_view", id)
                .at(NOW.toEpochMilli())
                .page("/")
                .build();
    }

    /** However long others may be believed: an erasure waits for little more than the longest batch. */
    @Test
    void aDayIsBelievedForLessThanFortyFiveSeconds() {
        VisitorDayCache written = new VisitorDayCache(clock, Duration.ofHours(1));
        written.put(ANNA, written(1));

        clock.forward(Duration.ofMillis(44_999));
        assertThat(written.get(ANNA)).isPresent();
        clock.forward(Duration.ofMillis(1));
        assertThat(written.get(ANNA)).isEmpty();
    }

    @Test
    void nothingIsBelievedForLongerThanAsked() {
        VisitorDayCache never = new VisitorDayCache(clock, Duration.ZERO);
        never.put(ANNA, written(1));
        VisitorDayCache second = new VisitorDayCache(clock, Duration.ofSeconds(1));
        second.put(ANNA, written(2));

        assertThat(never.get(ANNA)).isEmpty();
        clock.forward(Duration.ofSeconds(1));
        assertThat(second.get(ANNA)).isEmpty();
    }

    /** An attempt that fails has added to the day what is stored nowhere. */
    @Test
    void whatAnAttemptAddedIsNotBelievedByTheNext() {
        VisitorDayCache written = new VisitorDayCache(clock, Duration.ofHours(1));
        written.put(ANNA, written(1));

        written.get(ANNA).orElseThrow().day().addCopies(List.of(event(2)));

        Loaded next = written.get(ANNA).orElseThrow();
        assertThat(next.day().copies()).extracting(StoredEvent::id).containsExactly(new EventHash(1));
    }
}
