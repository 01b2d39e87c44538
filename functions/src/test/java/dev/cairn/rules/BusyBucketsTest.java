package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A bucket's statistics are not rewritten repeatedly while every run finds a mark on it. */
class BusyBucketsTest {
    private static final String DAY = "2026-03-10";
    private static final String PLAN = """
            goals:
              buy: {tier: macro, match: {event: buy}}
            """;

    private static final VisitorKey ANNA = Story.in(1, LinkLevel.DEVICE, "anna");
    private static final VisitorKey BOB = Story.in(2, LinkLevel.DEVICE, "bob");

    private final Shop shop = new Shop(PLAN);

    /** Whether the statistics are cached, by bucket. */
    private Map<String, Boolean> kept() {
        Map<String, Boolean> kept = new TreeMap<>();
        shop.tables.all().stream()
                .filter(item -> item.key().partition().startsWith("partial#"))
                .forEach(item -> kept.put(item.key().sort(), item.body().contains("overview")));
        return kept;
    }

    @Test
    void aBusyBucketIsCountedEachTimeAndKeptOnceItIsQuiet() {
        shop.send(event("look", DAY + "T10:00Z").by(ANNA)).run();
        assertThat(kept()).isEqualTo(Map.of("01", false));
        assertThat(shop.overview(DAY)).startsWith(1L);

        shop.send(event("buy", DAY + "T10:10Z").by(ANNA)).run();
        assertThat(kept()).isEqualTo(Map.of("01", false));

        shop.send(event("look", DAY + "T10:20Z").by(BOB)).run();
        assertThat(kept()).isEqualTo(Map.of("01", true, "02", false));

        shop.send(event("look", DAY + "T10:30Z").by(ANNA)).run();
        assertThat(kept()).isEqualTo(Map.of("01", false, "02", true));
        assertThat(shop.overview(DAY)).startsWith(2L);
        assertThat(shop.goal("buy", DAY)).startsWith(1L);
    }

    @Test
    void theBucketsOfADayThatEachNightLooksAtOnlyAreKept() {
        shop.send(event("look", "2026-03-08T10:00Z").by(ANNA)).run();

        assertThat(kept()).isEqualTo(Map.of("01", true));
    }
}
