package dev.cairn.aws;

import dev.cairn.store.EventStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Writes to the stream in Kinesis. Thread-safe. PutRecords answers 200 although single records failed, and the SDK does
 * not send those again; {@link #put} returns their indexes. If a response was lost, the SDK repeats the whole call, so
 * a record may be in the stream twice; its delivery id reveals the duplicate.
 */
public final class KinesisStream implements EventStream {
    /** Kinesis's limit on the records per call. */
    public static final int MAX_ENTRIES = 500;

    private final KinesisClient client;
    private final String name;

    public KinesisStream(KinesisClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public Set<Integer> put(List<Entry> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " entries; PutRecords takes at most " + MAX_ENTRIES);
        }
        if (entries.isEmpty()) {
            return Set.of();
        }
        List<PutRecordsRequestEntry> records =
                entries.stream().map(KinesisStream::record).toList();
        List<PutRecordsResultEntry> results = client.putRecords(
                        request -> request.streamName(name).records(records))
                .records();
        Set<Integer> unconfirmed = new LinkedHashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (i >= results.size()
                    || results.get(i).sequenceNumber() == null
                    || results.get(i).errorCode() != null) {
                unconfirmed.add(i);
            }
        }
        return unconfirmed;
    }

    /** Skips closed shards, which accept no records; only open shards have no ending sequence number. */
    @Override
    public void putToEveryShard(byte[] data) {
        String next = null;
        do {
            String token = next;
            ListShardsResponse page = client.listShards(
                    request -> request.streamName(token == null ? name : null).nextToken(token));
            for (Shard shard : page.shards()) {
                if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
                    client.putRecords(request -> request.streamName(name)
                            .records(PutRecordsRequestEntry.builder()
                                    .partitionKey("every shard")
                                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                                    .data(SdkBytes.fromByteArray(data))
                                    .build()));
                }
            }
            next = page.nextToken();
        } while (next != null);
    }

    private static PutRecordsRequestEntry record(Entry entry) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(entry.partitionKey())
                .data(SdkBytes.fromByteArrayUnsafe(entry.data()))
                .build();
    }
}
