package dev.cairn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.local.stream.StreamRecord;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.Items;
import dev.cairn.store.MemoryItems;
import dev.cairn.store.Quarantine;
import dev.cairn.store.SetClock;
import dev.cairn.store.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that can never succeed among others that can, and a table that is away for hours. */
class PoisonTest {
    private static final int EVENTS = 1_500;
    private static final int BATCH = 100;
    private static final int ONE_IN = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final String BROKEN_VISITOR = "d.breaks-our-code";

    private final SetClock clock = new SetClock(Shop.START);
    private final MemoryItems items = new MemoryItems(clock);
    private final LocalStream stream = LocalStream.inMemory(clock);
    private final Book book = new Book();
    private final List<List<StreamRecord>> givenUp = new ArrayList<>();
    private boolean away;
    private int invocations;

    @BeforeEach
    void open() {
        Shop.open(items, clock);
    }

    @Test
    void aPoisonRecordOfAnyKindIsQuarantinedOnceAndItsNeighboursPassInOneAttempt() {
        List<String> poison = List.of(
                "\u0000\u0001 no JSON NUMBER",
                "{\"schema\":99,\"delivery\":\"NUMBER/0\",\"site\":\"shop\"}",
                record("nowhere", "d.someone", "1"),
                record("shop", BROKEN_VISITOR, "1"),
                "{\"schema\":1,\"delivery\":\"NUMBER/1\",\"site\":\"shop\",\"received_at\":-1}",
                "[NUMBER]");
        EventStream withPoison = book.watching(stream);
        Handlers handlers = Handlers.of(Shop.ports(new Breaking(items), withPoison, clock));
        int poisoned = 0;
        int posts = 0;
        for (Post post : Visits.of(5, EVENTS, 1, Shop.serverKey(items, clock))) {
            clock.set(Instant.ofEpochMilli(post.sentAt()));
            book.send(post, handlers.collect(), clock.millis());
            if (++posts % (ONE_IN / poison.size()) == 0) {
                String data = poison.get(poisoned % poison.size()).replace("NUMBER", "" + poisoned++);
                stream.put(List.of(new EventStream.Entry("poison", data.getBytes(StandardCharsets.UTF_8))));
            }
        }
        clock.forward(Duration.ofDays(2));
        int records = stream.read(0, Integer.MAX_VALUE).size();

        drain(mapping(handlers, new MappingSettings(BATCH, Duration.ZERO, true, 0, null)));

        assertThat(invocations).as("one attempt for each batch").isEqualTo(Math.ceilDiv(records, BATCH));
        assertThat(givenUp).isEmpty();
        assertThat(quarantined()).hasSize(poisoned);
        assertThat(quarantined())
                .extracting(Quarantine.Kept::reason)
                .contains("undecodable", "unknown_schema", "unknown_site", "unprocessable");
        handlers.aggregateUntilDone(1);
        assertThat(book.compare(items, clock.instant()).differences()).isEmpty();
    }

    @Test
    void sixHoursWithoutTheTablesLoseNothingAndLeaveNothingToTheOnFailureDestination() throws IOException {
        Handlers handlers = Handlers.of(Shop.ports(new Breaking(items), book.watching(stream), clock));
        Handlers collecting = Handlers.of(Shop.ports(items, book.watching(stream), clock));
        EventSourceMapping mapping = mapping(handlers, ofTheTemplate());
        List<Post> posts = Visits.of(6, EVENTS, 1, Shop.serverKey(items, clock));
        long awayFrom = Shop.START.plus(Duration.ofHours(9)).toEpochMilli();
        long awayUntil = Shop.START.plus(Duration.ofHours(15)).toEpochMilli();
        for (Post post : posts) {
            while (clock.millis() < post.sentAt()) {
                clock.set(Instant.ofEpochMilli(Math.min(post.sentAt(), clock.millis() + LONGEST_PAUSE.toMillis())));
                away = clock.millis() >= awayFrom && clock.millis() < awayUntil;
                mapping.step();
            }
            book.send(post, collecting.collect(), clock.millis());
        }
        assertThat(invocations).as("it was tried all the time").isGreaterThan(300);
        drain(mapping);
        clock.forward(Duration.ofDays(1));

        handlers.aggregateUntilDone(1);

        assertThat(givenUp).isEmpty();
        assertThat(book.compare(items, clock.instant()).differences()).isEmpty();
        assertThat(quarantined()).isEmpty();
    }

    private EventSourceMapping mapping(Handlers handlers, MappingSettings settings) {
        return new EventSourceMapping(
                settings,
                stream::read,
                (event, answer) -> {
                    invocations++;
                    handlers.classify().handle(event, answer);
                },
                (condition, attempts, records) -> givenUp.add(records),
                Checkpoint.inMemory(),
                clock);
    }

    private static void drain(EventSourceMapping mapping) {
        while (mapping.step() != EventSourceMapping.Progress.IDLE) {
            // the next piece
        }
    }

    /** The retries and the age that are deployed. */
    private static MappingSettings ofTheTemplate() throws IOException {
        String template = Files.readString(Path.of("../../template.yaml"));
        int retries = number(template, "MaximumRetryAttempts");
        Duration age = Duration.ofSeconds(number(template, "MaximumRecordAgeInSeconds"));
        return new MappingSettings(BATCH, Duration.ZERO, true, retries, age);
    }

    private static int number(String template, String property) {
        Matcher found = Pattern.compile(property + ": (\\d+)").matcher(template);
        if (!found.find()) {
            throw new IllegalStateException("the template has no " + property);
        }
        return Integer.parseInt(found.group(1));
    }

    private List<Quarantine.Kept> quarantined() {
        Quarantine quarantine = new Quarantine(items, clock);
        LocalDate from = LocalDate.parse("2000-01-01");
        LocalDate to = LocalDate.parse("2100-01-01");
        List<Quarantine.Kept> all = new ArrayList<>();
        for (String site : List.of(Shop.SITE, "nowhere", Quarantine.UNKNOWN_SITE)) {
            all.addAll(quarantine.list(site, from, to));
        }
        return all;
    }

    private static String record(String site, String visitor, String id) {
        return "{\"schema\":1,\"delivery\":\"NUMBER/" + visitor + "\",\"site\":\"" + site
                + "\",\"received_at\":1773100000000,\"plan\":1,\"visitor\":\"" + visitor
                + "\",\"events\":[{\"id\":\"poison-" + id
                + "\",\"name\":\"page_view\",\"at\":1773100000000,\"content\":\"1\"}]}";
    }

    /** A mistake of ours that one visitor's records meet, and the table's absence. */
    private final class Breaking implements Items {
        private final Items tables;

        Breaking(Items tables) {
            this.tables = tables;
        }

        private void check(String sort) {
            if (away) {
                throw new IllegalStateException("injected: the table is away");
            }
            if (sort.contains(BROKEN_VISITOR)) {
                throw new NullPointerException("injected");
            }
        }

        @Override
        public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
            check("");
            keys.forEach(key -> check(key.sort()));
            return tables.get(keys);
        }

        @Override
        public List<Item> query(Table table, String partition, String from, String to) {
            check(from);
            return tables.query(table, partition, from, to);
        }

        @Override
        public boolean put(Item item) {
            check(item.key().sort());
            return tables.put(item);
        }

        @Override
        public void replace(Item item) {
            check(item.key().sort());
            tables.replace(item);
        }

        @Override
        public boolean delete(Item.Key key, long revision) {
            check(key.sort());
            return tables.delete(key, revision);
        }
    }
}
