package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.store.bucket.DayBuckets;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** F11: another run overtakes a run between any two of its calls; the day is closed, so that partials are cached. */
class OvertakenRunsTest {
    private static final String DAY = "2026-03-08";
    private static final String PLAN = """
            goals:
              look: {tier: micro, kind: milestone, match: {event: look}}
              buy: {tier: macro, match: {event: buy}}
            funnels:
              sale: {steps: [look, buy], window: 1h}
            """;
    private static final Sent FIRST = event("look", DAY + "T10:00Z");
    private static final Sent SECOND = event("look", DAY + "T10:10Z");
    private static final Sent THIRD = event("buy", DAY + "T10:20Z");

    private static TreeMap<String, String> after(Sent... events) {
        Shop shop = new Shop(PLAN);
        for (Sent event : events) {
            shop.send(event);
        }
        return shop.run().figures();
    }

    /** Its results are older than the other run's; a later correction would be too late for a reader. */
    @Test
    void F11_aSlowRunNeverPutsAnOlderRowOverANewerOne() {
        TreeMap<String, String> expected = after(FIRST, SECOND, THIRD);
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop broken = overtakenAt(call);
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (happened) {
                assertThat(broken.shop().figures())
                        .as("overtaken at call " + call)
                        .isEqualTo(expected);
            }
        }
    }

    /** Later days are added up from partials without reading the bucket again. */
    @Test
    void F11_aSlowRunThatDiesLeavesNothingOfWhatItKnew() {
        Sent elsewhere = event("look", DAY + "T12:00Z").by(inAnotherBucketThan(ANNA));
        TreeMap<String, String> expected = after(FIRST, SECOND, THIRD, elsewhere);
        boolean happened = true;
        for (int call = 1; happened; call++) {
            FailingShop broken = overtakenAt(call);
            broken.items().dieAt(call + 1);
            try {
                broken.shop().run();
            } catch (RuntimeException dead) {
                assertThat(broken.items().happened()).isTrue();
            }
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                broken.shop().send(THIRD);
            }
            broken.shop().send(elsewhere).run();
            assertThat(broken.shop().figures()).as("died after call " + call).isEqualTo(expected);
        }
    }

    private static FailingShop overtakenAt(int call) {
        FailingShop broken = FailingShop.create(PLAN);
        broken.shop().send(FIRST).run().send(SECOND);
        Shop other = new Shop(broken.shop());
        broken.items().interruptAt(call, () -> other.send(THIRD).run());
        return broken;
    }

    private static VisitorKey inAnotherBucketThan(VisitorKey visitor) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new VisitorKey(LinkLevel.DEVICE, "device" + i))
                .filter(each -> bucket(each) != bucket(visitor))
                .findFirst()
                .orElseThrow();
    }

    private static int bucket(VisitorKey visitor) {
        return DayBuckets.of(visitor, DayBuckets.UNPREPARED);
    }
}
