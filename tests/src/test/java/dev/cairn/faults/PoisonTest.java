package dev.cairn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.LoggedRecord;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.store.EventStream;
import dev.cairn.store.SetClock;
import dev.cairn.store.codec.Heartbeat;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.statistic.IngestionBalance;
import dev.cairn.store.statistic.IngestionLedger;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.store.work.Quarantine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that can never succeed among others that can, and a table that is unavailable for hours. */
class PoisonTest {
    private static final int EVENTS = 1_000;
    private static final int BATCH = 100;
    private static final int ONE_IN = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final SetClock clock = new SetClock(Shop.START);
    private final MemoryItemStore items = new MemoryItemStore(clock);
    private final LocalStream stream = LocalStream.inMemory(clock);
    private final Book book = new Book();
    private final List<List<LoggedRecord>> givenUp = new ArrayList<>();
    private final Random random = new Random(7);
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
                record("nowhere", "d.someone", "19.50"),
                record("shop", Mistaken.VISITOR, "19.50"),
                record("shop", "d.someone", "1E+2147483647"),
                record("shop", "d.someone", "-1E-2147483647"),
                "{\"schema\":1,\"delivery\":\"NUMBER/1\",\"site\":\"shop\",\"received_at\":-1}",
                "[NUMBER]");
        EventStream withPoison = book.watching(stream);
        Handlers handlers = Handlers.of(Shop.ports(Mistaken.atOnce(items), withPoison, clock));
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
    void aMistakeThatIsMetAfterTheVisitorDayWasWrittenLeavesNoEventCountedTwice() {
        Handlers handlers = Handlers.of(Shop.ports(Mistaken.afterTheVisitorDay(items), book.watching(stream), clock));
        int poisoned = 0;
        for (Post post : Visits.of(7, EVENTS, 1, Shop.serverKey(items, clock))) {
            clock.set(Instant.ofEpochMilli(post.sentAt()));
            book.send(post, handlers.collect(), clock.millis());
            if (random.nextInt(ONE_IN / 5) == 0) {
                String data = record("shop", Mistaken.VISITOR, "19.50").replace("NUMBER", "" + poisoned++);
                stream.put(List.of(new EventStream.Entry("poison", data.getBytes(StandardCharsets.UTF_8))));
            }
        }
        clock.forward(Duration.ofDays(2));

        drain(mapping(handlers, new MappingSettings(BATCH, Duration.ZERO, true, 0, null)));
        handlers.aggregateUntilDone(1);

        assertThat(poisoned).isGreaterThan(3);
        assertThat(quarantined()).hasSize(poisoned);
        assertThat(quarantined()).extracting(Quarantine.Kept::events).containsOnly(0);
        assertThat(received())
                .isNotEmpty()
                .allSatisfy((day, of) -> assertThat(of.residual()).isZero());
        long accepted = Conservation.accepted(stream.read(0, Integer.MAX_VALUE).stream()
                .map(LoggedRecord::data)
                .filter(data -> Heartbeat.tryRead(data).isEmpty())
                .toList());
        assertThat(received().values().stream()
                        .mapToLong(IngestionBalance::accepted)
                        .sum())
                .isEqualTo(accepted);
    }

    private Map<LocalDate, IngestionBalance> received() {
        IngestionLedger days = new IngestionLedger(new StatisticRows(items), new Quarantine(items, clock));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return days.of(Shop.SITE, 365, today.minusDays(30), today);
    }

    @Test
    void sixHoursWithoutTheTablesLoseNothingAndLeaveNothingToTheOnFailureDestination() throws IOException {
        Mistaken tables = Mistaken.atOnce(items);
        Handlers handlers = Handlers.of(Shop.ports(tables, book.watching(stream), clock));
        Handlers collecting = Handlers.of(Shop.ports(items, book.watching(stream), clock));
        EventSourceMapping mapping = mapping(handlers, ofTheTemplate());
        List<Post> posts = Visits.of(6, EVENTS, 1, Shop.serverKey(items, clock));
        long awayFrom = Shop.START.plus(Duration.ofHours(9)).toEpochMilli();
        long awayUntil = Shop.START.plus(Duration.ofHours(15)).toEpochMilli();
        for (Post post : posts) {
            while (clock.millis() < post.sentAt()) {
                clock.set(Instant.ofEpochMilli(Math.min(post.sentAt(), clock.millis() + LONGEST_PAUSE.toMillis())));
                tables.away(clock.millis() >= awayFrom && clock.millis() < awayUntil);
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

    /** The deployed limits for retries and age. */
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

    private static String record(String site, String visitor, String amount) {
        return "{\"schema\":1,\"delivery\":\"NUMBER/" + visitor + "\",\"site\":\"" + site
                + "\",\"received_at\":1773100000000,\"plan\":1,\"visitor\":\"" + visitor
                + "\",\"events\":[{\"id\":\"poison-NUMBER\",\"name\":\"purchase\",\"at\":1773100000000,\"amount\":\""
                + amount + "\",\"currency\":\"EUR\",\"order_id\":\"" + Mistaken.ORDER + "\",\"content\":\"1\"}]}";
    }
}
