package dev.cairn.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.stream.EventSourceMapping.Progress;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model of Lambda's event source mapping, against Lambda's documented behaviour. */
class EventSourceMappingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-02-27T00:30:00Z"), ZoneOffset.UTC);

    /** A function's behaviour for a batch of positions: its response, or an exception. */
    @FunctionalInterface
    private interface Behaviour {
        String answer(List<Long> batch) throws IOException;
    }

    private final List<List<Long>> batches = new ArrayList<>();
    private final List<List<Long>> givenUp = new ArrayList<>();
    private final List<FailureDestination.Condition> conditions = new ArrayList<>();
    private final Checkpoint checkpoint = Checkpoint.inMemory();
    private List<LoggedRecord> stream = records(10);

    @Test
    void handsOverTheRecordsAsKinesisDoes() {
        List<JsonNode> events = new ArrayList<>();
        EventSourceMapping mapping = new EventSourceMapping(
                settings(10, true, 2),
                this::read,
                (in, out) -> events.add(Json.MAPPER.readTree(in)),
                this::giveUp,
                checkpoint,
                CLOCK);

        mapping.step();

        JsonNode record = events.getFirst().path("Records").get(1);
        assertThat(events.getFirst().path("Records")).hasSize(10);
        assertThat(record.path("eventSource").asText()).isEqualTo("aws:kinesis");
        assertThat(record.path("eventName").asText()).isEqualTo("aws:kinesis:record");
        assertThat(record.path("eventID").asText())
                .isEqualTo("shardId-000000000000:49640000000000000000000000000000000000000000000000000002");
        assertThat(record.path("kinesis").path("sequenceNumber").asText())
                .isEqualTo("49640000000000000000000000000000000000000000000000000002");
        assertThat(record.path("kinesis").path("partitionKey").asText()).isEqualTo("key-2");
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(record.path("kinesis").path("data").asText()),
                        StandardCharsets.UTF_8))
                .isEqualTo("data-2");
        assertThat(record.path("kinesis").path("approximateArrivalTimestamp").decimalValue())
                .isEqualByComparingTo("1740616200.002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void anEmptyOrNullAnswerIsASuccess(String answer) {
        EventSourceMapping mapping = mapping(settings(4, true, 2), anyBatch -> answer);

        drain(mapping);

        assertThat(batches).containsExactly(range(1, 4), range(5, 8), range(9, 10));
        assertThat(mapping.checkpoint()).isEqualTo(10);
        assertThat(givenUp).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifer\":\"49640000000000000000000000000000000000000000000000000002\"}]}",
                "{\"batchItemFailures\":[{}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":2}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"49640000000000000000000000000000000000000000000000000099\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"49640000000000000000000000000000000000000000000000000002\"},"
                        + "{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":\"none\"}",
                "[]",
                "\"done\"",
                "{\"batchItemFailures\":["
            })
    void anAnswerThatNamesNoRecordOfTheBatchFailsTheWholeBatch(String answer) {
        EventSourceMapping mapping = mapping(settings(10, false, 1), anyBatch -> answer);

        assertThat(mapping.step()).isEqualTo(Progress.TO_BE_RETRIED);
        assertThat(checkpoint.load()).isZero();
        drain(mapping);

        assertThat(batches).containsExactly(range(1, 10), range(1, 10));
        assertThat(givenUp).containsExactly(range(1, 10));
    }

    @Test
    void theLowestFailureCountsAndEarlierRecordsAreNotDeliveredAgain() {
        EventSourceMapping mapping =
                mapping(settings(10, false, 5), batch -> batches.size() == 1 ? failures(7, 3, 9) : "");

        assertThat(mapping.step()).isEqualTo(Progress.TO_BE_RETRIED);
        assertThat(checkpoint.load()).isEqualTo(2);
        drain(mapping);

        assertThat(batches).containsExactly(range(1, 10), range(3, 10));
        assertThat(givenUp).isEmpty();
    }

    @Test
    void withBisectingAPartialAnswerSplitsAtTheFailureWithoutCountingAsARetry() {
        EventSourceMapping mapping = mapping(settings(10, true, 0), batch -> batches.size() == 1 ? failures(4) : "");

        drain(mapping);

        assertThat(batches).containsExactly(range(1, 10), range(4, 10));
        assertThat(givenUp).isEmpty();
    }

    @Test
    void aPoisonRecordIsIsolatedByBisectingAndOnlyItIsGivenUpExactlyOnce() {
        EventSourceMapping mapping = mapping(settings(10, true, 2), batch -> {
            if (batch.contains(6L)) {
                throw new IllegalStateException("poison");
            }
            return "";
        });

        drain(mapping);

        assertThat(givenUp).containsExactly(List.of(6L));
        assertThat(conditions).containsExactly(FailureDestination.Condition.RETRY_ATTEMPTS_EXHAUSTED);
        assertThat(batches).filteredOn(List.of(6L)::equals).hasSize(3);
        assertThat(succeeded(6)).isEqualTo(without(6));
        assertThat(mapping.checkpoint()).isEqualTo(10);
    }

    @Test
    void aPoisonRecordThatIsReportedIsIsolatedToo() {
        EventSourceMapping mapping = mapping(settings(10, true, 3), batch -> batch.contains(6L) ? failures(6) : "");

        drain(mapping);

        assertThat(givenUp).containsExactly(List.of(6L));
        assertThat(batches.getFirst()).isEqualTo(range(1, 10));
        assertThat(batches.get(1)).isEqualTo(range(6, 10));
        assertThat(batches).filteredOn(List.of(6L)::equals).hasSize(4);
        assertThat(mapping.checkpoint()).isEqualTo(10);
    }

    @Test
    void withoutBisectingAPoisonRecordTakesWhatIsBehindItInItsBatchAlong() {
        EventSourceMapping mapping = mapping(settings(5, false, 1), batch -> batch.contains(3L) ? failures(3) : "");

        drain(mapping);

        assertThat(givenUp).containsExactly(range(3, 5));
        assertThat(batches).containsExactly(range(1, 5), range(3, 5), range(6, 10));
    }

    @Test
    void twoPoisonRecordsAreBothGivenUpAndNothingElse() {
        EventSourceMapping mapping = mapping(settings(10, true, 1), batch -> {
            List<Long> poison = batch.stream().filter(Set.of(2L, 9L)::contains).toList();
            return poison.isEmpty()
                    ? ""
                    : failures(poison.stream().mapToLong(Long::longValue).toArray());
        });

        drain(mapping);

        assertThat(givenUp).containsExactly(List.of(2L), List.of(9L));
        assertThat(mapping.checkpoint()).isEqualTo(10);
    }

    @Test
    void retriesWithoutEndWhereNoNumberIsSet() {
        EventSourceMapping mapping = mapping(settings(1, true, null), anyBatch -> {
            throw new IOException("down");
        });

        for (int i = 0; i < 500; i++) {
            assertThat(mapping.step()).isEqualTo(Progress.TO_BE_RETRIED);
        }

        assertThat(givenUp).isEmpty();
        assertThat(checkpoint.load()).isZero();
    }

    @Test
    void aPassingFailureLosesNothingAndOrderIsKept() {
        EventSourceMapping mapping = mapping(settings(10, true, 10), batch -> {
            if (batches.size() <= 3) {
                throw new IOException("throttled");
            }
            return "";
        });

        drain(mapping);

        assertThat(givenUp).isEmpty();
        assertThat(batches.subList(3, batches.size()).stream().flatMap(List::stream))
                .isSorted()
                .containsAll(range(3, 10));
        assertThat(mapping.checkpoint()).isEqualTo(10);
    }

    @Test
    void recordsThatAreTooOldAreGivenUpWithoutBeingHandedOver() {
        Clock later = Clock.fixed(CLOCK.instant().plusMillis(1_005), ZoneOffset.UTC);
        EventSourceMapping mapping = new EventSourceMapping(
                new MappingSettings(10, Duration.ZERO, true, 2, Duration.ofSeconds(1)),
                this::read,
                (in, out) -> batches.add(positions(Json.MAPPER.readTree(in))),
                this::giveUp,
                checkpoint,
                later);

        drain(mapping);

        assertThat(givenUp).containsExactly(range(1, 4));
        assertThat(conditions).containsExactly(FailureDestination.Condition.MAXIMUM_RECORD_AGE_EXCEEDED);
        assertThat(batches).containsExactly(range(5, 10));
    }

    @Test
    void aBatchIsCutBeforeLambdasLimitOfSixMegabytes() {
        stream = LongStream.rangeClosed(1, 10)
                .mapToObj(position -> new LoggedRecord(position, 0, "key", new byte[1_500_000]))
                .toList();
        EventSourceMapping mapping = mapping(settings(10, true, 2), anyBatch -> "");

        drain(mapping);

        assertThat(batches).containsExactly(range(1, 2), range(3, 4), range(5, 6), range(7, 8), range(9, 10));
    }

    @Test
    void aNewMappingGoesOnAtTheCheckpoint() {
        mapping(settings(4, true, 2), anyBatch -> "").step();
        batches.clear();

        drain(mapping(settings(4, true, 2), anyBatch -> ""));

        assertThat(batches).containsExactly(range(5, 8), range(9, 10));
    }

    @Test
    void aDestinationThatFailsKeepsTheCheckpointWhereItIs() {
        List<Boolean> down = new ArrayList<>(List.of(true));
        EventSourceMapping mapping = new EventSourceMapping(
                settings(2, true, 0),
                this::read,
                (in, out) -> {
                    if (positions(Json.MAPPER.readTree(in)).contains(1L)) {
                        throw new IOException("poison");
                    }
                },
                (condition, attempts, records) -> {
                    if (!down.isEmpty()) {
                        down.clear();
                        throw new IllegalStateException("the destination is down");
                    }
                    giveUp(condition, attempts, records);
                },
                checkpoint,
                CLOCK);

        mapping.step();
        assertThatThrownBy(mapping::step).isInstanceOf(IllegalStateException.class);
        assertThat(checkpoint.load()).isZero();
        drain(mapping);

        assertThat(givenUp).containsExactly(List.of(1L));
        assertThat(mapping.checkpoint()).isEqualTo(10);
    }

    @Test
    void whateverFailsEveryRecordIsDoneOrGivenUpExactlyOnceAndInOrder() {
        for (long seed = 0; seed < 300; seed++) {
            anyFailures(seed);
        }
    }

    private void anyFailures(long seed) {
        Random random = new Random(seed);
        batches.clear();
        givenUp.clear();
        checkpoint.save(0);
        stream = records(60);
        Set<Long> poison = new TreeSet<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            poison.add(1L + random.nextInt(60));
        }
        Set<Long> done = new TreeSet<>();
        EventSourceMapping mapping = mapping(settings(1 + random.nextInt(25), true, 1 + random.nextInt(3)), batch -> {
            assertThat(batch.getFirst()).isEqualTo(checkpoint.load() + 1);
            List<Long> bad = batch.stream().filter(poison::contains).toList();
            if (bad.isEmpty()) {
                done.addAll(batch);
                return "";
            }
            if (random.nextBoolean()) {
                throw new IOException("failed");
            }
            done.addAll(
                    batch.stream().filter(position -> position < bad.getFirst()).toList());
            return failures(bad.stream().mapToLong(Long::longValue).toArray());
        });

        drain(mapping);

        assertThat(givenUp.stream().flatMap(List::stream)).as("seed %d", seed).containsExactlyElementsOf(poison);
        Set<Long> all = new TreeSet<>(done);
        all.addAll(poison);
        assertThat(all).as("seed %d", seed).containsExactlyElementsOf(range(1, 60));
        assertThat(done).as("seed %d", seed).doesNotContainAnyElementsOf(poison.isEmpty() ? Set.of(0L) : poison);
    }

    private EventSourceMapping mapping(MappingSettings settings, Behaviour behaviour) {
        return new EventSourceMapping(
                settings,
                this::read,
                (in, out) -> {
                    List<Long> batch = positions(Json.MAPPER.readTree(in));
                    batches.add(batch);
                    out.write(behaviour.answer(batch).getBytes(StandardCharsets.UTF_8));
                },
                this::giveUp,
                checkpoint,
                CLOCK);
    }

    private List<LoggedRecord> read(long after, int limit) {
        return stream.stream()
                .filter(record -> record.position() > after)
                .limit(limit)
                .toList();
    }

    private void giveUp(FailureDestination.Condition condition, int attempts, List<LoggedRecord> records) {
        conditions.add(condition);
        givenUp.add(records.stream().map(LoggedRecord::position).toList());
    }

    private List<Long> succeeded(long poison) {
        return new ArrayList<>(new TreeSet<>(batches.stream()
                .filter(batch -> !batch.contains(poison))
                .flatMap(List::stream)
                .toList()));
    }

    private static void drain(EventSourceMapping mapping) {
        for (int i = 0; i < 10_000; i++) {
            if (mapping.step() == Progress.IDLE) {
                return;
            }
        }
        throw new AssertionError("never done");
    }

    private static MappingSettings settings(
            int batchSize, boolean bisect, @org.jspecify.annotations.Nullable Integer retries) {
        return new MappingSettings(batchSize, Duration.ZERO, bisect, retries, null);
    }

    private static List<LoggedRecord> records(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(position -> new LoggedRecord(
                        position,
                        CLOCK.millis() + position,
                        "key-" + position,
                        ("data-" + position).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<Long> positions(JsonNode event) {
        List<Long> positions = new ArrayList<>();
        event.path("Records")
                .forEach(record -> positions.add(SequenceNumber.tryParse(
                                record.path("kinesis").path("sequenceNumber").asText())
                        .orElseThrow()));
        return positions;
    }

    private static String failures(long... positions) {
        var answer = Json.MAPPER.createObjectNode();
        var list = answer.putArray("batchItemFailures");
        for (long position : positions) {
            list.addObject().put("itemIdentifier", SequenceNumber.of(position));
        }
        return answer.toString();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static List<Long> without(long position) {
        return range(1, 10).stream().filter(each -> each != position).toList();
    }
}
