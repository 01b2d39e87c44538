package dev.cairn.store.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.aws.DynamoItems;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.BreakingItems;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.visitor.VisitorDayStore.Addition;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Days that are over are compacted: nothing of them changes with it, whoever writes or erases at the same time. */
class ClosedDayChunksTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final Instant THEN = Instant.parse("2026-03-10T15:00:00Z");
    private static final Instant OVER = Instant.parse("2026-03-11T12:30:00Z");
    private static final Instant EXPIRES = Instant.parse("2027-04-10T00:00:00Z");
    private static final Duration LONG = Duration.ofDays(40);
    private static final Id ANNA = id("anna");
    private static final Id BERTA = id("berta");
    private static final Id CARL = id("carl");
    private static final int BUCKETS = 1;

    /** More calls than anything here makes. */
    private static final int MOST_CALLS = 60;

    /** Some tables with the day, a process that compacts and one that writes. */
    private static final class World {
        final SetClock clock = new SetClock(THEN);
        final MemoryItemStore items = new MemoryItemStore(clock);
        final BreakingItems compacting = new BreakingItems(items);
        final BreakingItems writing = new BreakingItems(items);

        World() {
            new DayBuckets(items, clock).prepare("shop", DAY, BUCKETS);
            LongStream.rangeClosed(1, 20).forEach(event -> add(ANNA, event));
            add(BERTA, 100);
            add(CARL, 200);
            days(items).flagConnected(List.of(CARL), day -> EXPIRES);
            clock.set(OVER);
        }

        private VisitorDayEraser eraser(ItemStore by) {
            return new VisitorDayEraser(days(by));
        }

        private VisitorDayStore days(ItemStore by) {
            return new VisitorDayStore(by, clock);
        }

        void add(Id id, long event) {
            add(days(writing), id, event);
        }

        static void add(VisitorDayStore days, Id id, long event) {
            Optional<Loaded> written = Optional.empty();
            while (written.isEmpty()) {
                Loaded loaded = days.loadToAppend(List.of(id)).get(id);
                List<StoredEvent> added = loaded.day().addCopies(List.of(event(event)));
                if (added.isEmpty()) {
                    return;
                }
                written = days.append(id, loaded, new Addition(added, List.of(), List.of()), false, EXPIRES);
            }
        }

        boolean compact() {
            return new BucketCompactor(days(compacting)).compact("shop", DAY, 0, EXPIRES);
        }

        /** What a process sees that knows nothing yet, one by one and all together. */
        Map<String, Set<Long>> seen() {
            Map<String, Set<Long>> one = new TreeMap<>();
            days(items)
                    .load(List.of(ANNA, BERTA, CARL))
                    .forEach((id, loaded) ->
                            one.put(id.visitor().hash() + (loaded.connected() ? "!" : ""), ids(loaded)));
            Map<String, Set<Long>> all = new TreeMap<>();
            days(items)
                    .forEach(
                            "shop",
                            DAY,
                            0,
                            (visitor, loaded) -> assertThat(
                                            all.put(visitor.hash() + (loaded.connected() ? "!" : ""), ids(loaded)))
                                    .isNull());
            one.values().removeIf(Set::isEmpty);
            all.values().removeIf(Set::isEmpty);
            assertThat(all).isEqualTo(one);
            return one;
        }

        /** What is left when nothing of before the compaction is kept any more. */
        Map<String, Set<Long>> seenLater() {
            clock.forward(LONG);
            items.dropExpired();
            return seen();
        }

        private static Set<Long> ids(Loaded loaded) {
            Set<Long> ids = new TreeSet<>();
            loaded.day().copies().forEach(copy -> ids.add(copy.id().bits()));
            return ids;
        }
    }

    private static Id id(String name) {
        return new Id("shop", DAY, new VisitorKey(LinkLevel.DEVICE, name));
    }

    private static StoredEvent event(long id) {
        return event(id, "/");
    }

    private static StoredEvent event(long id, String page) {
        return TestEvents.stored("page_view", id)
                .received(THEN.toEpochMilli())
                .at(THEN.toEpochMilli() - id)
                .page(page)
                .build();
    }

    private static Map<String, Set<Long>> expected(Consumer<Map<String, Set<Long>>> change) {
        Map<String, Set<Long>> expected = new TreeMap<>();
        expected.put("anna", new TreeSet<>(LongStream.rangeClosed(1, 20).boxed().toList()));
        expected.put("berta", new TreeSet<>(Set.of(100L)));
        expected.put("carl!", new TreeSet<>(Set.of(200L)));
        change.accept(expected);
        return expected;
    }

    private static Map<String, Set<Long>> expected() {
        return expected(same -> {});
    }

    @Test
    void aCompactedDayReadsAsBeforeAlsoWhenItsPagesAreGone() {
        World world = new World();

        assertThat(world.compact()).isTrue();
        assertThat(world.seen()).isEqualTo(expected());
        assertThat(world.seenLater()).isEqualTo(expected());
        assertThat(world.items.all()).noneMatch(item -> item.key().sort().startsWith("d."));
    }

    @Test
    void aDayThatIsNotOverEverywhereIsNotCompacted() {
        World world = new World();
        world.clock.set(OVER.minusSeconds(1));

        assertThat(world.compact()).isFalse();
        assertThat(world.seen()).isEqualTo(expected());
    }

    @Test
    void whatComesLaterIsThereAndIsCompactedWithTheNextTime() {
        World world = new World();
        world.compact();
        world.add(ANNA, 21);
        world.add(id("dora"), 300);

        Map<String, Set<Long>> all = expected(more -> more.get("anna").add(21L));
        assertThat(world.days(world.items).load(id("dora")).day().size()).isEqualTo(1);
        world.compact();
        assertThat(world.days(world.items).load(ANNA).day().size()).isEqualTo(21);
        assertThat(world.days(world.items).load(BERTA).day().size()).isEqualTo(1);
        Map<VisitorKey, Loaded> later = world.days(world.items).bucket("shop", DAY, 0);
        assertThat(World.ids(later.get(ANNA.visitor()))).isEqualTo(all.get("anna"));
        assertThat(later).hasSize(4);
    }

    /** The version before put it beside the pages, also where there was none. */
    @Test
    void R8_aSignOfTheVersionBeforeIsKept() {
        World world = new World();
        for (String name : List.of("berta", "dora")) {
            Item.Key flag = new Item.Key(Table.STATE, "shop#2026-03-10#00", "d." + name + "~");
            world.items.put(Item.first(flag, "{}", EXPIRES));
        }
        world.compact();

        Map<VisitorKey, Loaded> later = world.days(world.items).bucket("shop", DAY, 0);
        assertThat(later.get(id("dora").visitor()).connected()).isTrue();
        assertThat(later.get(BERTA.visitor()).connected()).isTrue();
        assertThat(world.days(world.items).load(id("dora")).connected()).isTrue();
    }

    /** Somebody may fill a day on purpose, with what does not deflate, or send nothing but crawlers. */
    @Test
    void aVisitorWhoFilledADayAndThousandsOfOthersFitIntoItems() {
        World world = new World();
        world.clock.set(THEN);
        Random random = new Random(1);
        VisitorDayStore days = world.days(world.items);
        List<StoredEvent> many = LongStream.range(1_000, 4_000)
                .mapToObj(id -> event(id, "/" + HexFormat.of().formatHex(bytes(random, 400))))
                .toList();
        for (int i = 0; i < many.size(); i += 50) {
            Loaded loaded = days.loadToAppend(List.of(id("erna"))).get(id("erna"));
            Addition added = new Addition(loaded.day().addCopies(many.subList(i, i + 50)), List.of(), List.of());
            assertThat(days.append(id("erna"), loaded, added, false, EXPIRES)).isPresent();
        }
        for (int i = 0; i < 5_000; i++) {
            String delivery = HexFormat.of().formatHex(bytes(random, 16));
            Id crawler = new Id("shop", DAY, new VisitorKey(LinkLevel.NONE, delivery));
            DeliverySummary receipt =
                    new DeliverySummary(delivery, THEN.toEpochMilli(), Map.of("user_agent", 1), Map.of(), 1);
            Addition added = new Addition(List.of(), List.of(receipt), List.of());
            days.append(crawler, Loaded.nothing(), added, false, EXPIRES);
        }
        world.clock.set(OVER);
        world.compact();
        world.compact();
        world.clock.forward(LONG);
        world.items.dropExpired();

        Map<VisitorKey, Loaded> later = world.days(world.items).bucket("shop", DAY, 0);
        assertThat(later).hasSize(5_004);
        assertThat(later.get(id("erna").visitor()).day().size()).isEqualTo(3_000);
        assertThat(world.days(world.items).load(id("erna")).day().size()).isEqualTo(3_000);
        assertThat(world.items.all()).allMatch(item -> DynamoItems.bytes(item) < 50_000);
    }

    private static byte[] bytes(Random random, int number) {
        byte[] bytes = new byte[number];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() {
        World world = new World();
        world.compact();
        int before = world.items.all().size();
        world.add(ANNA, 20);
        world.days(world.items).flagConnected(List.of(CARL), day -> EXPIRES);

        assertThat(world.items.all()).hasSize(before);
    }

    @Test
    void aLateEventIsSeenWhereverItsWriterIsInterruptedByTheCompaction() {
        atEachCall(call -> {
            World world = new World();
            world.writing.interruptAt(call, world::compact);
            world.add(ANNA, 21);
            world.writing.heal();
            world.compact();

            assertThat(world.seenLater())
                    .as("before call %s", call)
                    .isEqualTo(expected(all -> all.get("anna").add(21L)));
        });
    }

    @Test
    void aLateEventIsSeenWhereverTheCompactionIsInterruptedByItsWriter() {
        atEachCall(call -> {
            World world = new World();
            world.compacting.interruptAt(call, () -> world.add(ANNA, 21));
            world.compact();
            world.compacting.heal();
            world.add(ANNA, 21);

            assertThat(world.seen())
                    .as("before call %s", call)
                    .isEqualTo(expected(all -> all.get("anna").add(21L)));
            assertThat(world.seenLater())
                    .as("before call %s, later", call)
                    .isEqualTo(expected(all -> all.get("anna").add(21L)));
        });
    }

    /** The record is delivered again: whatever the first attempt left, the event is there afterwards. */
    @Test
    void aWriterWhoDiesIsMadeUpForByTheNextDelivery() {
        atEachCall(
                call -> atEachCall(
                        interrupted -> {
                            World world = new World();
                            world.writing.dieAfter(call);
                            Runnable deliver = () -> {
                                try {
                                    world.add(ANNA, 21);
                                } catch (RuntimeException died) {
                                    assertThat(died).isNotNull();
                                }
                                world.writing.heal();
                                world.add(ANNA, 21);
                            };
                            world.compacting.interruptAt(interrupted, deliver);
                            world.compact();
                            if (!world.compacting.happened()) {
                                deliver.run();
                            }

                            assertThat(world.seenLater())
                                    .as("%s, %s", call, interrupted)
                                    .isEqualTo(expected(all -> all.get("anna").add(21L)));
                        },
                        14),
                8);
    }

    @Test
    void aProcessThatReadTheDayBeforeItWasOverSeesThatItIsSealed() {
        World world = new World();
        VisitorDayStore old = world.days(world.items);
        world.clock.set(THEN);
        old.load(ANNA);
        world.clock.set(OVER);
        world.compact();
        World.add(old, ANNA, 21);

        assertThat(world.seenLater()).isEqualTo(expected(all -> all.get("anna").add(21L)));
    }

    /** It had believed that the day was not sealed yet, and died before it looked again. */
    @Test
    void whatWasWrittenTooLateToBeCompactedIsWrittenAgain() {
        atEachCall(
                call -> {
                    World world = new World();
                    VisitorDayStore slow = world.days(world.writing);
                    world.clock.set(THEN);
                    slow.load(ANNA);
                    world.compacting.interruptAt(call, () -> {
                        world.clock.set(THEN);
                        World.add(slow, ANNA, 21);
                        world.clock.set(OVER);
                        world.add(ANNA, 21);
                    });
                    world.clock.set(OVER);
                    world.compact();
                    if (!world.compacting.happened()) {
                        world.add(ANNA, 21);
                    }

                    assertThat(world.seenLater())
                            .as("before call %s", call)
                            .isEqualTo(expected(all -> all.get("anna").add(21L)));
                },
                14);
    }

    @Test
    void aSignIsSeenWhereverTheCompactionIsInterrupted() {
        atEachCall(call -> {
            World world = new World();
            world.compacting.interruptAt(
                    call, () -> world.days(world.writing).flagConnected(List.of(BERTA), day -> EXPIRES));
            world.compact();
            world.compacting.heal();
            world.days(world.writing).flagConnected(List.of(BERTA), day -> EXPIRES);

            assertThat(world.seenLater())
                    .as("before call %s", call)
                    .isEqualTo(expected(all -> all.put("berta!", all.remove("berta"))));
        });
    }

    @Test
    void aSignIsSeenWhereverItsWriterIsInterruptedByTheCompaction() {
        atEachCall(call -> {
            World world = new World();
            world.writing.interruptAt(call, world::compact);
            world.days(world.writing).flagConnected(List.of(BERTA), day -> EXPIRES);
            world.writing.heal();
            world.compact();

            assertThat(world.seenLater())
                    .as("before call %s", call)
                    .isEqualTo(expected(all -> all.put("berta!", all.remove("berta"))));
        });
    }

    @Test
    void whatIsErasedDoesNotComeBackWhereverTheCompactionIsInterrupted() {
        atEachCall(call -> {
            World world = new World();
            world.compacting.interruptAt(call, () -> world.eraser(world.writing).remove(ANNA, copy -> true, EXPIRES));
            world.compact();
            if (!world.compacting.happened()) {
                world.eraser(world.writing).remove(ANNA, copy -> true, EXPIRES);
            }
            world.compacting.heal();

            assertThat(world.seen()).as("before call %s", call).isEqualTo(expected(all -> all.remove("anna")));
            assertThat(world.items.all()).noneMatch(item -> item.body().contains("delivery-7\""));
        });
    }

    /** The eraser dies after it took the copies out of the pages, and does it again. */
    @Test
    void whatAnEraserTookOutDoesNotComeBackWhenItDies() {
        atEachCall(
                call -> atEachCall(
                        interrupted -> {
                            World world = new World();
                            world.writing.dieAfter(call);
                            Runnable erase = () -> {
                                try {
                                    world.eraser(world.writing).remove(ANNA, copy -> true, EXPIRES);
                                } catch (RuntimeException died) {
                                    assertThat(died).isNotNull();
                                }
                                world.writing.heal();
                                world.eraser(world.writing).remove(ANNA, copy -> true, EXPIRES);
                            };
                            world.compacting.interruptAt(interrupted, erase);
                            world.compact();
                            if (!world.compacting.happened()) {
                                erase.run();
                            }

                            assertThat(world.seenLater())
                                    .as("%s, %s", call, interrupted)
                                    .isEqualTo(expected(all -> all.remove("anna")));
                        },
                        14),
                12);
    }

    @Test
    void whatIsErasedDoesNotComeBackWhereverALaterCompactionIsInterrupted() {
        atEachCall(call -> {
            World world = new World();
            world.compact();
            world.add(ANNA, 21);
            world.compacting.interruptAt(
                    call,
                    () -> world.eraser(world.writing)
                            .remove(ANNA, copy -> copy.id().bits() == 21, EXPIRES));
            world.compact();
            if (!world.compacting.happened()) {
                world.eraser(world.writing).remove(ANNA, copy -> copy.id().bits() == 21, EXPIRES);
            }
            world.compacting.heal();

            assertThat(world.seen()).as("before call %s", call).isEqualTo(expected());
            assertThat(world.items.all()).noneMatch(item -> item.body().contains("delivery-21\""));
        });
    }

    /** The flag says that there was somebody: it goes with the rest, wherever the compaction has come to. */
    @Test
    void nothingNamesAVisitorWhoseEmptyDayIsDeletedWhereverTheCompactionIsInterrupted() {
        atEachCall(call -> {
            World world = new World();
            world.eraser(world.writing).remove(CARL, copy -> true, EXPIRES);
            world.compacting.interruptAt(call, () -> world.eraser(world.writing).deleteEmpty(CARL, EXPIRES));
            world.compact();
            if (!world.compacting.happened()) {
                world.eraser(world.writing).deleteEmpty(CARL, EXPIRES);
            }
            world.compacting.heal();

            assertThat(world.seen()).as("before call %s", call).isEqualTo(expected(all -> all.remove("carl!")));
            assertThat(world.items.all())
                    .as("before call %s", call)
                    .noneMatch(item -> (item.key() + item.body()).contains("d.carl"));
        });
    }

    @Test
    void whatIsErasedFromACompactedDayIsGone() {
        World world = new World();
        world.compact();
        world.add(ANNA, 21);
        List<StoredEvent> removed =
                world.eraser(world.items).remove(ANNA, copy -> copy.id().bits() > 10, EXPIRES);

        assertThat(removed).hasSize(11);
        world.compact();
        assertThat(world.seenLater()).isEqualTo(expected(all -> all.get("anna").removeIf(event -> event > 10)));
        assertThat(world.items.all()).noneMatch(item -> item.body().contains("delivery-17\""));
    }

    @Test
    void aCompactionThatDiesIsFinishedByTheNext() {
        atEachCall(call -> {
            World world = new World();
            world.compacting.dieAfter(call);
            try {
                world.compact();
            } catch (RuntimeException died) {
                assertThat(died).isNotNull();
            }
            world.compacting.heal();
            assertThat(world.seen()).as("died at %s", call).isEqualTo(expected());
            world.add(BERTA, 101);
            world.compact();

            assertThat(world.seenLater())
                    .as("died at %s", call)
                    .isEqualTo(expected(all -> all.get("berta").add(101L)));
        });
    }

    @Test
    void twoCompactionsAtOnceDoNotDisturbEachOther() {
        atEachCall(call -> {
            World world = new World();
            VisitorDayStore other = world.days(world.items);
            world.compacting.interruptAt(call, () -> new BucketCompactor(other).compact("shop", DAY, 0, EXPIRES));
            world.compact();

            assertThat(world.seenLater()).as("before call %s", call).isEqualTo(expected());
        });
    }

    private static void atEachCall(Consumer<Integer> story) {
        atEachCall(story, MOST_CALLS);
    }

    private static void atEachCall(Consumer<Integer> story, int most) {
        IntStream.rangeClosed(1, most).forEach(story::accept);
    }
}
