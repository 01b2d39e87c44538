package dev.cairn.collect.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture;
import dev.cairn.domain.event.Delivery;
import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.store.EventStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Section 2: every rejected event is counted by site and reason, including those of wholly rejected bodies. */
class RejectionLimiterTest {
    private static final EventStream REFUSING =
            offered -> Set.copyOf(IntStream.range(0, offered.size()).boxed().toList());

    private final CollectFixture rig = new CollectFixture();
    private int requests;

    /** One event without a name and one without an id. */
    private void nonsense(String site) {
        rig.requestId = "req-" + requests++;
        String events = "[{\"id\":\"a\"},{\"name\":\"x\"}]";
        var answer = rig.post("{\"site\":\"" + site + "\",\"events\":" + events + "}", key(site));
        assertThat(answer.status()).isEqualTo(422);
    }

    private void nonsense(String site, int bodies) {
        for (int i = 0; i < bodies; i++) {
            nonsense(site);
        }
    }

    private void sound(String site) {
        rig.requestId = "req-" + requests++;
        var answer = rig.post("{\"site\":\"" + site + "\",\"events\":[{\"id\":\"a\",\"name\":\"x\"}]}", key(site));
        assertThat(answer.status()).isEqualTo(202);
    }

    private static Map<String, String> key(String site) {
        return CollectFixture.server("authorization", "Bearer ck_" + site + "_secret");
    }

    private void pass(Duration time) {
        rig.now = rig.now.plus(time);
    }

    /** The counts of the stream's readers, even if records are delivered twice. */
    private Map<String, Integer> counted(Predicate<Delivery> which) {
        Map<String, Delivery> once = new LinkedHashMap<>();
        rig.deliveries().stream().filter(which).forEach(each -> once.put(each.id(), each));
        Map<String, Integer> counts = new TreeMap<>();
        once.values()
                .forEach(delivery -> delivery.rejected().forEach(each -> counts.merge(each.reason(), 1, Integer::sum)));
        return counts;
    }

    private Map<String, Integer> counted(String site) {
        return counted(delivery -> delivery.site().equals(site));
    }

    private static Map<String, Integer> bodies(int number) {
        return Map.of("missing_name", number, "missing_id", number);
    }

    @Test
    void aFloodIsCountedToTheLastEventWithTheSitesNextRejectedBody() {
        nonsense("shop", 500);
        assertThat(rig.entries).hasSize(TokenBucket.AT_ONCE);

        pass(Duration.ofSeconds(1));
        nonsense("shop");

        assertThat(counted("shop")).isEqualTo(bodies(501));
        assertThat(rig.entries).hasSize(TokenBucket.AT_ONCE + 2);
    }

    @Test
    void aLongFloodPutsTwoRecordsASecond() {
        for (int second = 0; second < 100; second++) {
            nonsense("shop", 20);
            pass(Duration.ofSeconds(1));
        }
        sound("shop");

        assertThat(counted("shop")).isEqualTo(bodies(2_000));
        assertThat(rig.entries).hasSizeLessThan(TokenBucket.AT_ONCE + 2 * 100 + 2);
    }

    @Test
    void fewRejectedBodiesOfASiteAreNeverHeldBack() {
        nonsense("shop", TokenBucket.AT_ONCE);

        assertThat(counted("shop")).isEqualTo(bodies(TokenBucket.AT_ONCE));
        assertThat(rig.deliveries().getLast().rejected().getFirst())
                .isEqualTo(new Rejected(0, "missing_name", "{\"id\":\"a\"}"));
    }

    @Test
    void acceptedBodiesUseUpNoAllowanceOnceNothingIsHeld() {
        nonsense("shop", 50);
        pass(Duration.ofSeconds(TokenBucket.AT_ONCE));
        sound("shop");
        pass(Duration.ofSeconds(TokenBucket.AT_ONCE));
        for (int i = 0; i < 20; i++) {
            sound("shop");
        }
        nonsense("shop", TokenBucket.AT_ONCE);

        assertThat(counted("shop")).isEqualTo(bodies(50 + TokenBucket.AT_ONCE));
    }

    @Test
    void oneSitesNoiseNeitherHidesNorDelaysAnothers() {
        for (int i = 0; i < 100; i++) {
            nonsense("shop", 20);
            nonsense("blog");
            pass(Duration.ofSeconds(1));
            assertThat(counted("blog")).isEqualTo(bodies(i + 1));
        }
    }

    @Test
    void heldBackCountsGoWithTheSitesNextAcceptedBody() {
        nonsense("shop", 50);
        pass(Duration.ofSeconds(1));
        sound("shop");

        assertThat(counted("shop")).isEqualTo(bodies(50));
        assertThat(rig.events()).hasSize(1);
        assertThat(rig.entries.subList(TokenBucket.AT_ONCE, rig.entries.size())).hasSize(2);
    }

    @Test
    void heldBackCountsGoWithTheNextBodyOfAnySiteBeforeAMinuteIsOver() {
        nonsense("shop", 50);
        pass(RejectionLimiter.LONGEST.minusMillis(1));
        sound("blog");
        assertThat(counted("shop")).isEqualTo(bodies(TokenBucket.AT_ONCE));

        pass(Duration.ofMillis(1));
        sound("blog");
        assertThat(counted("shop")).isEqualTo(bodies(50));
        assertThat(RejectionLimiter.LONGEST).isLessThanOrEqualTo(Duration.ofMinutes(1));
        sound("blog");
        assertThat(rig.events()).hasSize(3);
        assertThat(rig.entries).hasSize(TokenBucket.AT_ONCE + 1 + 3);
    }

    @Test
    void anotherSitesRejectedBodyTakesThemAlongToo() {
        nonsense("shop", 50);
        pass(Duration.ofMinutes(1));
        nonsense("blog");

        assertThat(counted("shop")).isEqualTo(bodies(50));
        assertThat(counted("blog")).isEqualTo(bodies(1));
    }

    @Test
    void requestsThatDoNotPassAccessTakeNothingAlong() {
        nonsense("shop", 50);
        pass(Duration.ofMinutes(1));
        int before = rig.entries.size();
        rig.post("{\"site\":\"shop\",\"events\":[{}]}", CollectFixture.browser("origin", "https://evil.example"));
        rig.send(
                "POST",
                "{\"site\":\"shop\",\"events\":[{}]}".getBytes(StandardCharsets.UTF_8),
                key("shop"),
                Map.of("debug", "1"));

        assertThat(rig.entries).hasSize(before);
    }

    @Test
    void whatTheStreamRefusesIsOfferedAgain() {
        EventStream confirming = rig.stream;
        rig.stream = REFUSING;
        nonsense("shop", 30);
        assertThat(rig.said.counts).containsEntry("rejected_unconfirmed", (long) TokenBucket.AT_ONCE);
        rig.stream = confirming;
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(1));
            sound("shop");
        }

        assertThat(counted("shop")).isEqualTo(bodies(30));
    }

    @Test
    void whatTheStreamTookWithoutSayingSoIsCountedOnce() {
        EventStream confirming = rig.stream;
        rig.stream = offered -> {
            confirming.put(offered);
            throw new IllegalStateException("no answer");
        };
        nonsense("shop", 30);
        rig.stream = confirming;
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofSeconds(1));
            nonsense("shop");
        }

        assertThat(counted("shop")).isEqualTo(bodies(32));
        assertThat(rig.deliveries()).hasSizeGreaterThan(TokenBucket.AT_ONCE + 2);
    }

    @Test
    void aCountBelongsToTheDayOnWhichItWasReceived() {
        rig.now = Instant.parse("2026-11-21T22:59:59.500Z");
        nonsense("shop", 40);
        pass(Duration.ofMillis(500));
        nonsense("shop", 25);
        pass(Duration.ofSeconds(1));
        sound("shop");

        assertThat(counted(onDay("2026-11-21"))).isEqualTo(bodies(40));
        assertThat(counted(onDay("2026-11-22"))).isEqualTo(bodies(25));
    }

    /** The shop's days are those of Brussels, one hour ahead. */
    private static Predicate<Delivery> onDay(String day) {
        return delivery -> Instant.ofEpochMilli(delivery.receivedAt())
                .atOffset(ZoneOffset.ofHours(1))
                .toLocalDate()
                .equals(LocalDate.parse(day));
    }

    @Test
    void aRecordHasAtMostSoManyCountsAndTheRestFollows() {
        String nameless = String.join(",", java.util.Collections.nCopies(500, "{\"id\":\"a\"}"));
        int bodies =
                TokenBucket.AT_ONCE + 2 * RejectionCounts.COUNTS_PER_RECORD * RejectionLimiter.RECORDS_AT_ONCE / 500;
        for (int i = 0; i < bodies; i++) {
            rig.requestId = "req-" + requests++;
            rig.post("{\"site\":\"shop\",\"events\":[" + nameless + "]}", key("shop"));
        }
        List<Integer> atOnce = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int before = rig.entries.size();
            pass(Duration.ofSeconds(1));
            sound("shop");
            atOnce.add(rig.entries.size() - before - 1);
        }

        assertThat(atOnce).containsExactly(RejectionLimiter.RECORDS_AT_ONCE, RejectionLimiter.RECORDS_AT_ONCE, 0);
        assertThat(counted("shop")).isEqualTo(Map.of("missing_name", 500 * bodies));
        assertThat(rig.deliveries())
                .allSatisfy(each ->
                        assertThat(each.rejected().size()).isLessThanOrEqualTo(RejectionCounts.COUNTS_PER_RECORD));
        assertThat(rig.entries)
                .allSatisfy(entry -> assertThat(entry.data().length).isLessThanOrEqualTo(DeliveryBatcher.RECORD_BYTES));
    }

    @Test
    void R8_aCountIsARejectedEventWithoutPayloadWhichEarlierVersionsCountToo() {
        nonsense("shop", TokenBucket.AT_ONCE + 1);
        pass(Duration.ofSeconds(1));
        sound("shop");

        assertThat(rig.entries.getLast().partitionKey()).matches("[0-9a-f]{32}");
        assertThat(new String(rig.entries.getLast().data(), StandardCharsets.UTF_8))
                .isEqualTo("{\"schema\":1,\"delivery\":\"req-10-held-0\",\"site\":\"shop\",\"received_at\":"
                        + CollectFixture.NOW
                        + ",\"plan\":7,\"visitor\":\"n.\",\"rejected\":["
                        + "{\"index\":-1,\"reason\":\"missing_id\",\"payload\":\"\"},"
                        + "{\"index\":-1,\"reason\":\"missing_name\",\"payload\":\"\"}]}");
    }

    @Test
    void aProcessThatEndsInOrderLeavesNothingBehind() {
        nonsense("shop", 50);
        nonsense("blog", 50);
        rig.end();

        assertThat(counted("shop")).isEqualTo(bodies(50));
        assertThat(counted("blog")).isEqualTo(bodies(50));
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceASite() {
        nonsense("shop", 50);
        pass(Duration.ofDays(-1));
        nonsense("shop");
        pass(Duration.ofSeconds(TokenBucket.AT_ONCE));
        nonsense("shop");

        assertThat(counted("shop")).isEqualTo(bodies(52));
    }
}
