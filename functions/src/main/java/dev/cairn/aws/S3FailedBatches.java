package dev.cairn.aws;

import dev.cairn.store.DeadLetterBatches;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Failed batches in S3, written by the event source mapping. Thread-safe. */
public final class S3FailedBatches implements DeadLetterBatches {
    private final Supplier<S3Client> client;
    private final @Nullable String bucket;

    /** @param bucket null for a function without one, which fails only if it uses the failed batches */
    public S3FailedBatches(Supplier<S3Client> client, @Nullable String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public List<String> list() {
        return client.get().listObjectsV2Paginator(request -> request.bucket(bucket())).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public List<byte[]> read(String key) {
        try {
            return DeadLetterBatches.records(client.get()
                    .getObjectAsBytes(request -> request.bucket(bucket()).key(key))
                    .asByteArray());
        } catch (NoSuchKeyException gone) {
            return List.of();
        }
    }

    @Override
    public void delete(String key) {
        client.get().deleteObject(request -> request.bucket(bucket()).key(key));
    }

    private String bucket() {
        if (bucket == null) {
            throw new IllegalStateException(
                    Environment.FAILED_BATCHES_BUCKET + " is not set: this function cannot read failed batches.");
        }
        return bucket;
    }
}
