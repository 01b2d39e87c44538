package dev.cairn.aws;

import static dev.cairn.store.Table.STATE;
import static dev.cairn.store.Table.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every item store, whatever its engine. */
abstract class ItemsContract {
    private static final Instant NOW = Instant.parse("2025-02-27T00:30:00Z");

    private final SetClock clock = new SetClock(NOW);
    private final String partition = "shop#2025-02-27#" + UUID.randomUUID();
    private ItemStore items;

    abstract ItemStore items(Clock clock);

    @BeforeEach
    void open() {
        items = items(clock);
    }

    @Test
    void readsWhatWasPut() {
        Item item = item("a", "{\"n\":1}", NOW.plusSeconds(60));

        assertThat(items.put(item)).isTrue();

        assertThat(items.get(item.key())).contains(item);
    }

    /** An item that is only marked for deletion by the store is readable until then. */
    @Test
    void anItemThatMayBeDeletedIsThereAsLongAsItIs() {
        Item item = new Item(key("a"), 1, "{}", null, NOW.plusSeconds(60));
        items.put(item);
        clock.forward(Duration.ofDays(400));

        assertThat(items.get(item.key())).contains(item);
        assertThat(items.query(STATE, partition)).containsExactly(item);
        assertThat(items.put(new Item(key("a"), 1, "{\"other\":1}", null))).isFalse();
        assertThat(items.put(item.next("{\"n\":2}"))).isTrue();
        assertThat(items.delete(item.key(), 1)).isFalse();
        assertThat(items.delete(item.key(), 2)).isTrue();
        assertThat(items.get(item.key())).isEmpty();
    }

    @Test
    void readsNothingWhereNothingIs() {
        assertThat(items.get(key("a"))).isEmpty();
        assertThat(items.get(List.of())).isEmpty();
        assertThat(items.get(List.of(key("a"), key("b")))).isEmpty();
        assertThat(items.query(STATE, partition)).isEmpty();
    }

    @Test
    void keepsTextOfAnyLengthAndScript() {
        for (String body :
                List.of("\"\"", "\"ß €𝄞\"", "\"" + "лампа ".repeat(20_000) + "\"", "\"" + noise(300_000) + "\"")) {
            items.replace(item("a", body, null));

            assertThat(items.get(key("a")).orElseThrow().body()).isEqualTo(body);
        }
    }

    @Test
    void aNewItemIsPutOnlyOnce() {
        assertThat(items.put(item("a", "1", null))).isTrue();
        assertThat(items.put(item("a", "2", null))).isFalse();

        assertThat(items.get(key("a")).orElseThrow().body()).isEqualTo("1");
    }

    @Test
    void aWriteWhoseAnswerWasLostMayBeRepeated() {
        Item first = item("a", "1", null);
        items.put(first);

        assertThat(items.put(first)).as("the same again").isTrue();
        assertThat(items.put(first.next("2"))).isTrue();
        assertThat(items.put(first.next("2"))).as("the same again").isTrue();
        assertThat(items.put(first.next("other"))).as("another was faster").isFalse();
        assertThat(items.put(first)).as("replaced since").isFalse();
        assertThat(items.get(key("a")).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void oneAfterTheOtherIsTheSameAsAllAtOnce() {
        for (String sort : List.of("b", "a", "c")) {
            items.put(item(sort, sort, null));
        }
        items.put(item("gone", "x", NOW));
        List<Item> each = new ArrayList<>();

        items.forEach(STATE, partition, each::add);

        assertThat(each).isEqualTo(items.query(STATE, partition)).hasSize(3);
    }

    @Test
    void F11_aReplacementNeedsTheRevisionThatWasRead() {
        Item first = item("a", "1", null);
        Item second = first.next("2");

        assertThat(items.put(second)).as("nothing to replace").isFalse();
        items.put(first);
        assertThat(items.put(second)).isTrue();
        assertThat(items.put(first.next("late"))).as("another was faster").isFalse();
        assertThat(items.put(second.next("3").next("4")))
                .as("a revision left out")
                .isFalse();
        assertThat(items.get(key("a"))).contains(second);
    }

    @Test
    void replaceWritesWhateverIsThere() {
        items.put(item("a", "1", null));
        Item other = new Item(key("a"), 7, "7", null);

        items.replace(other);

        assertThat(items.get(key("a"))).contains(other);
        assertThat(items.put(other.next("8"))).isTrue();
    }

    @Test
    void deletesOnlyTheRevisionThatWasRead() {
        Item first = item("a", "1", null);
        items.put(first);
        items.put(first.next("2"));

        assertThat(items.delete(key("a"), 1)).isFalse();
        assertThat(items.get(key("a"))).isPresent();
        assertThat(items.delete(key("a"), 2)).isTrue();
        assertThat(items.get(key("a"))).isEmpty();
        assertThat(items.delete(key("a"), 2)).as("gone already").isFalse();
        assertThat(items.put(first)).as("as if it had never been").isTrue();
    }

    @Test
    void R6_anExpiredItemDoesNotExistForReaders() {
        Item item = item("a", "1", NOW.plusSeconds(60));
        items.put(item);

        clock.forward(Duration.ofMillis(59_999));
        assertThat(items.get(key("a"))).isPresent();
        assertThat(items.get(List.of(key("a"), key("b")))).hasSize(1);
        assertThat(items.query(STATE, partition)).hasSize(1);

        clock.forward(Duration.ofMillis(1));
        assertThat(items.get(key("a"))).isEmpty();
        assertThat(items.get(List.of(key("a"), key("b")))).isEmpty();
        assertThat(items.query(STATE, partition)).isEmpty();
    }

    @Test
    void R6_anExpiredItemDoesNotExistForWriters() {
        Item first = item("a", "1", NOW.plusSeconds(60));
        items.put(first);
        clock.forward(Duration.ofSeconds(60));

        assertThat(items.put(first.next("2"))).as("nothing to replace").isFalse();
        assertThat(items.delete(key("a"), 1)).as("nothing to delete").isFalse();
        Item anew = item("a", "anew", clock.instant().plusSeconds(60));
        assertThat(items.put(anew)).as("room for a new one").isTrue();
        assertThat(items.get(key("a"))).contains(anew);
        assertThat(items.put(item("a", "again", null))).as("which lives").isFalse();
    }

    @Test
    void anItemThatNeverExpiresIsThereForGood() {
        items.put(item("a", "1", null));
        clock.forward(Duration.ofDays(4_000));

        assertThat(items.get(key("a"))).isPresent();
        assertThat(items.put(item("a", "2", null))).isFalse();
    }

    @Test
    void queriesAPartitionInOrderWithBothEndsIncluded() {
        for (String sort : List.of("c", "a", "d", "b", "bb")) {
            items.put(item(sort, "1", null));
        }
        items.put(Item.first(new Item.Key(STATE, partition + "x", "b"), "1", null));
        items.put(Item.first(new Item.Key(STATISTICS, partition, "b"), "1", null));

        assertThat(sorts(items.query(STATE, partition, "b", "c"))).containsExactly("b", "bb", "c");
        assertThat(sorts(items.query(STATE, partition, "", "b"))).containsExactly("a", "b");
        assertThat(sorts(items.query(STATE, partition, "c", "\uffff"))).containsExactly("c", "d");
        assertThat(sorts(items.query(STATE, partition))).containsExactly("a", "b", "bb", "c", "d");
        assertThat(items.query(STATE, partition, "d", "a")).isEmpty();
    }

    @Test
    void queriesMoreThanAPage() {
        int count = 14;
        for (int i = 0; i < count; i++) {
            items.put(item("%03d".formatted(i), "\"" + noise(150_000) + "\"", null));
        }

        assertThat(items.query(STATE, partition))
                .hasSize(count)
                .isSortedAccordingTo((a, b) -> a.key().sort().compareTo(b.key().sort()));
    }

    @Test
    void getsAnyNumberOfKeysOfAnyTables() {
        List<Item.Key> keys = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            Item item = item("%03d".formatted(i), "" + i, null);
            keys.add(item.key());
            items.put(item);
        }
        Item other = Item.first(new Item.Key(Table.SETTINGS, partition, "000"), "\"other\"", null);
        items.put(other);
        keys.add(other.key());
        keys.add(keys.getFirst());
        keys.add(key("missing"));

        assertThat(items.get(keys)).hasSize(131).containsEntry(other.key(), other);
        assertThat(items.get(keys).get(key("129")).body()).isEqualTo("129");
    }

    @Test
    void getsMoreThanAnAnswerHolds() {
        List<Item.Key> keys =
                IntStream.range(0, 60).mapToObj(i -> key("%03d".formatted(i))).toList();
        keys.forEach(key -> items.put(Item.first(key, "\"" + noise(380_000) + "\"", null)));

        assertThat(items.get(keys).keySet()).isEqualTo(Set.copyOf(keys)); // 22 MB; BatchGetItem returns 16
    }

    @Test
    void ofWritersAtOnceExactlyOneWins() throws Exception {
        items.put(item("a", "0", null));
        int writers = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Callable<Boolean>> puts = IntStream.range(0, writers)
                    .<Callable<Boolean>>mapToObj(i -> () -> items.put(new Item(key("a"), 2, "" + i, null)))
                    .toList();
            int won = 0;
            for (Future<Boolean> put : threads.invokeAll(puts)) {
                won += put.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    private Item item(String sort, String body, Instant expires) {
        return Item.first(key(sort), body, expires);
    }

    private Item.Key key(String sort) {
        return new Item.Key(STATE, partition, sort);
    }

    private static List<String> sorts(List<Item> items) {
        return items.stream().map(item -> item.key().sort()).toList();
    }

    /** Text that DEFLATE can hardly compress, the same each time. */
    private static String noise(int length) {
        StringBuilder text = new StringBuilder(length);
        new java.util.SplittableRandom(7)
                .ints(length, '#', '\u007f')
                .forEach(c -> text.append(c == '\\' ? '#' : (char) c));
        return text.toString();
    }
}
