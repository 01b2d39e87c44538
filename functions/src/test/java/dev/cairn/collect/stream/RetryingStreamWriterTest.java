package dev.cairn.collect.stream;

import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.collect.CollectFixture;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.store.EventStream.Entry;
import dev.cairn.store.codec.DeliveryCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A 2xx means the stream has confirmed the events (docs/api.md). */
class RetryingStreamWriterTest {
    private final CollectFixture rig = new CollectFixture();

    @Test
    void offersExactlyTheFailedEntriesAgain() {
        List<List<String>> offers = new ArrayList<>();
        rig.stream = entries -> {
            offers.add(entries.stream().map(RetryingStreamWriterTest::firstId).toList());
            return offers.size() == 1 ? Set.of(1, 3) : offers.size() == 2 ? Set.of(0) : Set.of();
        };
        assertThat(rig.post(people(0, 5), server()).status()).isEqualTo(202);
        assertThat(offers).containsExactly(List.of("e0", "e1", "e2", "e3", "e4"), List.of("e1", "e3"), List.of("e1"));
    }

    @Test
    void answers503WithinItsBudgetWhenOneStaysUnconfirmed() {
        rig.stream = entries -> Set.of(0);
        var answer = rig.post(people(0, 5), server());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().path("retry-after").asInt()).isPositive();
        assertThat(answer.body().path("error").path("code").asText()).isEqualTo("unavailable");
        assertThat(rig.slept).isBetween(1_000L, RetryingStreamWriter.BUDGET_MILLIS);
        assertThat(rig.said.counts).doesNotContainKeys("accepted", "received").containsEntry("unconfirmed", 5L);
    }

    @Test
    void countsNothingAsConfirmedAfterAnException() {
        List<Integer> sizes = new ArrayList<>();
        rig.stream = entries -> {
            sizes.add(entries.size());
            if (sizes.size() < 3) {
                throw new IllegalStateException("no answer");
            }
            return Set.of();
        };
        assertThat(rig.post(people(0, 5), server()).status()).isEqualTo(202);
        assertThat(sizes).containsExactly(5, 5, 5);
    }

    @Test
    void offersAtMost500EntriesAndFourMebibytesACall() {
        List<Integer> sizes = new ArrayList<>();
        RetryingStreamWriter put = new RetryingStreamWriter(
                entries -> {
                    sizes.add(entries.size());
                    return Set.of();
                },
                rig.said,
                new RetryingStreamWriter.RetryTiming(() -> 0, millis -> {}, () -> 0));
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            many.add(new Entry("k", new byte[1]));
        }
        assertThat(put.put(many)).isTrue();
        assertThat(sizes).containsExactly(500, 500, 1);
        sizes.clear();
        assertThat(put.put(List.of(large(), large(), large(), large(), large())))
                .isTrue();
        assertThat(sizes).containsExactly(4, 1);
    }

    @Test
    void everyAcknowledgedIdIsOnTheStreamWhile40PercentOfEntriesFail() {
        Random random = new Random(2026);
        Set<String> confirmed = new HashSet<>();
        List<String> resent = new ArrayList<>();
        rig.stream = entries -> {
            if (random.nextInt(20) == 0) {
                throw new IllegalStateException("down");
            }
            Set<Integer> failed = new HashSet<>();
            for (int i = 0; i < entries.size(); i++) {
                for (AcceptedEvent event :
                        DeliveryCodec.read(entries.get(i).data()).events()) {
                    if (confirmed.contains(event.id())) {
                        resent.add(event.id());
                    }
                }
                if (random.nextInt(100) < 40) {
                    failed.add(i);
                } else {
                    DeliveryCodec.read(entries.get(i).data()).events().forEach(event -> confirmed.add(event.id()));
                }
            }
            return failed;
        };
        int acknowledged = 0;
        int refused = 0;
        for (int request = 0; request < 600; request++) {
            rig.slept = 0;
            int events = 1 + random.nextInt(20);
            var answer = rig.post(people(request * 100, events), server());
            if (answer.status() == 202) {
                acknowledged++;
                for (int i = 0; i < events; i++) {
                    assertThat(confirmed).contains("e" + (request * 100 + i));
                }
            } else {
                assertThat(answer.status()).isEqualTo(503);
                refused++;
            }
        }
        assertThat(resent).isEmpty();
        assertThat(acknowledged).isGreaterThan(450);
        assertThat(acknowledged + refused).isEqualTo(600);
    }

    /** Each event has its own visitor, so that each becomes its own entry. */
    private static String people(int from, int count) {
        StringBuilder events = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            events.append(i == from ? "" : ",")
                    .append("{\"id\":\"e%1$d\",\"name\":\"x\",\"visitor\":\"v%1$d\"}".formatted(i));
        }
        return "{\"site\":\"shop\",\"consent\":{\"analytics\":true},\"events\":[" + events + "]}";
    }

    private static Entry large() {
        return new Entry("k", new byte[1024 * 1024]);
    }

    private static String firstId(Entry entry) {
        return DeliveryCodec.read(entry.data()).events().getFirst().id();
    }
}
