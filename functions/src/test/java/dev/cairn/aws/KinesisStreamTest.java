package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.EventStream.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class KinesisStreamTest {

    /** Confirms every record but those with partition key {@code throttled}. */
    private static final class FullShard implements KinesisClient {
        private final List<PutRecordsRequest> requests = new ArrayList<>();

        @Override
        public PutRecordsResponse putRecords(PutRecordsRequest request) {
            requests.add(request);
            return PutRecordsResponse.builder()
                    .records(request.records().stream()
                            .map(record -> record.partitionKey().equals("throttled")
                                    ? PutRecordsResultEntry.builder()
                                            .errorCode("ProvisionedThroughputExceededException")
                                            .build()
                                    : PutRecordsResultEntry.builder()
                                            .sequenceNumber("1")
                                            .shardId("s")
                                            .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }

    private final FullShard shard = new FullShard();
    private final KinesisStream stream = new KinesisStream(shard, "events");

    @Test
    void answersWhichEntriesWereNotConfirmed() {
        assertThat(stream.put(List.of(entry("a"), entry("throttled"), entry("b"), entry("throttled"))))
                .containsExactly(1, 3);
        assertThat(stream.put(List.of(entry("a")))).isEmpty();
        assertThat(shard.requests.getFirst().streamName()).isEqualTo("events");
    }

    @Test
    void putsAtMost500EntriesAtOnceAndNothingForNone() {
        assertThat(stream.put(List.of())).isEmpty();
        assertThat(shard.requests).isEmpty();
        assertThat(stream.put(Collections.nCopies(500, entry("a")))).isEmpty();
        assertThatThrownBy(() -> stream.put(Collections.nCopies(501, entry("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("501 entries; PutRecords takes at most 500");
    }

    private static Entry entry(String partitionKey) {
        return new Entry(partitionKey, new byte[] {1});
    }
}
