package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Item;
import dev.cairn.store.Rows;
import dev.cairn.store.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** F10 and F11: when a day is counted, and that it is right whatever happened to the run before. */
class RunsTest {
    private static final String PLAN = """
            goals:
              a: {tier: micro, kind: milestone, match: {event: a}}
              b: {tier: macro, match: {event: b}, count: order, value: event}
            funnels:
              f: {steps: [a, b], window: 3d}
            """;
    private static final String TODAY = "2026-03-10";
    private static final String YESTERDAY = "2026-03-09";
    private static final String EARLIER = "2026-03-08";

    private static Sent a(String at) {
        return event("a", at);
    }

    private static Sent b(String at) {
        return event("b", at).order("o-1").value("10");
    }

    private static Rows.Row stored(Shop shop, String resource, String day) {
        LocalDate date = LocalDate.parse(day);
        return new Rows(shop.tables).range(Shop.SITE, resource, date, date).getFirst();
    }

    private static final List<List<Sent>> HISTORY = List.of(
            List.of(a("2026-03-09T10:00Z"), a("2026-03-09T11:00Z").by(BOB), b("2026-03-10T10:00Z")),
            List.of(b("2026-03-09T12:00Z").by(BOB).value("12")));

    private static void send(Shop shop, int part) {
        shop.send(HISTORY.get(part).toArray(Sent[]::new));
    }

    private static Shop undisturbed() {
        Shop shop = new Shop(PLAN);
        send(shop, 0);
        shop.run();
        send(shop, 1);
        return shop.run();
    }

    @Test
    void F11_aRunThatDiesBetweenAnyTwoCallsIsMadeGoodByTheNext() {
        TreeMap<String, String> expected = undisturbed().figures();
        for (boolean answerLost : new boolean[] {false, true}) {
            boolean died = true;
            for (int call = 1; died; call += next(call)) {
                Broken broken = Broken.create(PLAN);
                send(broken.shop(), 0);
                broken.shop().run();
                send(broken.shop(), 1);
                if (answerLost) {
                    broken.items().dieAfter(call);
                } else {
                    broken.items().dieAt(call);
                }
                try {
                    broken.shop().run();
                } catch (RuntimeException dead) {
                    assertThat(broken.items().happened()).isTrue();
                }
                died = broken.items().happened();
                broken.items().heal();
                broken.shop().run();
                assertThat(broken.shop().figures()).as("died at call " + call).isEqualTo(expected);
            }
        }
    }

    @Test
    void F11_aClassifierThatDiesBetweenAnyTwoCallsIsMadeGoodByTheRedelivery() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean died = true;
        for (int call = 1; died; call++) {
            Broken broken = Broken.create(PLAN);
            send(broken.shop(), 0);
            broken.shop().run();
            List<byte[]> batch =
                    HISTORY.get(1).stream().map(broken.shop()::record).toList();
            broken.items().dieAfter(call);
            boolean failed = broken.shop().tryDeliver(100, batch).isPresent();
            died = broken.items().happened();
            assertThat(failed).isEqualTo(died);
            broken.items().heal();
            broken.shop().run();
            assertThat(broken.shop().tryDeliver(100, batch)).isEmpty();
            broken.shop().run();
            assertThat(broken.shop().figures()).as("died after call " + call).isEqualTo(expected);
        }
    }

    @Test
    void F11_anEventThatLandsWhileItsDayIsBeingComputedIsInTheNextRun() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean happened = true;
        for (int call = 1; happened; call += next(call)) {
            Broken broken = Broken.create(PLAN);
            send(broken.shop(), 0);
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> send(other, 1));
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                send(other, 1);
            }
            broken.shop().run();
            assertThat(broken.shop().figures()).as("landed before call " + call).isEqualTo(expected);
        }
    }

    @Test
    void F11_ofTwoRunsAtOnceTheNextOneIsRight() {
        TreeMap<String, String> expected = undisturbed().figures();
        boolean happened = true;
        for (int call = 1; happened; call += next(call)) {
            Broken broken = Broken.create(PLAN);
            send(broken.shop(), 0);
            broken.shop().run();
            send(broken.shop(), 1);
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, other::run);
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            broken.shop().run();
            assertThat(broken.shop().figures())
                    .as("the other ran before call " + call)
                    .isEqualTo(expected);
        }
    }

    /**
     * The first run saw only the half of a move: the order at its new visitor, not yet gone from the old one. The other
     * run sees the whole, finds the sum as it was and has nothing to write; so the first one must notice.
     */
    @Test
    void F11_aSlowRunDoesNotOverwriteARowThatAFasterOneFoundUnchanged() {
        boolean happened = true;
        for (int call = 1; happened; call += next(call)) {
            Broken broken = Broken.create(PLAN);
            broken.shop().send(b("2026-03-10T10:00Z")).run();
            TreeMap<String, String> before = broken.shop().figures();
            broken.shop().send(b("2026-03-10T09:00Z").by(BOB));
            List<Item> marks = broken.shop().tables.query(Table.STATISTICS, "marks");
            assertThat(marks).hasSize(2);
            Item late = marks.stream()
                    .filter(mark -> mark.key().sort().endsWith("%02d".formatted(bucket())))
                    .findFirst()
                    .orElseThrow();
            broken.shop().tables.delete(late.key(), late.revision());
            Shop other = new Shop(broken.shop());
            broken.items().interruptAt(call, () -> {
                broken.shop().tables.replace(late);
                other.run();
            });
            broken.shop().run();
            happened = broken.items().happened();
            broken.items().heal();
            if (!happened) {
                broken.shop().tables.replace(late);
            }
            broken.shop().run();
            assertThat(broken.shop().goal("b", TODAY))
                    .as("the other ran before call " + call)
                    .isEqualTo(List.of(1L, 1L));
            assertThat(before).isNotEmpty();
        }
    }

    /** The first calls one by one; later ones are all about rows. */
    private static int next(int call) {
        return 1 + call / 12;
    }

    private static int bucket() {
        return new dev.cairn.store.VisitorDays.Id(Shop.SITE, LocalDate.parse(TODAY), ANNA).bucket();
    }
}
