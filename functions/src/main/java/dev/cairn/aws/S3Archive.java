package dev.cairn.aws;

import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import dev.cairn.store.GzipRecords;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.UnreadableObjectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The archive in S3, written by Firehose. Thread-safe. An object is downloaded completely and decompressed as it is
 * read, so a slow reader does not hold a connection. Firehose's buffer (64 MB in the template, at most 128 MB, before
 * GZIP) fits into a function's memory.
 */
public final class S3Archive implements EventArchive {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int MAX_ATTEMPTS = 10;

    private final Supplier<S3Client> client;
    private final @Nullable String bucket;
    private final @Nullable Duration retention;

    /**
     * @param client created when the archive is first used, so that other functions do not pay for it at start
     * @param bucket null for a function without an archive, which fails only if it uses the archive
     * @param retention the retention of the bucket's lifecycle rule; null if it has none
     */
    public S3Archive(Supplier<S3Client> client, @Nullable String bucket, @Nullable Duration retention) {
        this.client = client;
        this.bucket = bucket;
        this.retention = retention;
    }

    @Override
    public List<String> list(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        // The hour's prefix itself is not a key, and every key of the hour sorts after it.
        List<String> keys = keysBehind(ArchiveKeys.prefix(ArchiveKeys.firstHour(from)), ArchiveKeys.lastHour(to));
        keys.removeIf(key -> !ArchiveKeys.mayHold(key, from, to));
        return keys;
    }

    @Override
    public Stream<byte[]> read(String key) {
        ResponseBytes<GetObjectResponse> object = get(key);
        return object == null ? Stream.empty() : GzipRecords.read(key, object.asByteArrayUnsafe());
    }

    @Override
    public boolean rewrite(String key, Edit edit) {
        for (OptimisticRetry tries = OptimisticRetry.over("an object of the archive", MAX_ATTEMPTS);
                ;
                tries.tryAgain()) {
            ResponseBytes<GetObjectResponse> object = get(key);
            if (object == null) {
                return false;
            }
            GzipRecords.Edited edited = GzipRecords.edit(GzipRecords.read(key, object.asByteArrayUnsafe()), edit);
            if (!edited.changed()) {
                return false;
            }
            if (edited.object().isEmpty()) {
                delete(key);
                return true;
            }
            if (put(key, edited.object().get(), object.response().eTag())) {
                return true;
            }
        }
    }

    @Override
    public Optional<Duration> retention() {
        return Optional.ofNullable(retention);
    }

    @Override
    public int deleteBefore(Instant before) {
        String end = ArchiveKeys.prefix(before);
        int deleted = 0;
        for (String key : keysBehind(ArchiveKeys.ROOT, before)) {
            if (key.compareTo(end) < 0) {
                delete(key);
                deleted++;
            }
        }
        return deleted;
    }

    private String bucket() {
        if (bucket == null) {
            throw new IllegalStateException(Environment.ARCHIVE_BUCKET + " is not set: this function has no archive.");
        }
        return bucket;
    }

    /** The keys in S3's order, up to the end of the last hour. */
    private List<String> keysBehind(String start, Instant lastHour) {
        List<String> keys = new ArrayList<>();
        Iterator<S3Object> objects = client.get()
                .listObjectsV2Paginator(request ->
                        request.bucket(bucket()).prefix(ArchiveKeys.ROOT).startAfter(start))
                .contents()
                .iterator();
        while (objects.hasNext()) {
            String key = objects.next().key();
            if (ArchiveKeys.hourOf(key).filter(hour -> hour.isAfter(lastHour)).isPresent()) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    private @Nullable ResponseBytes<GetObjectResponse> get(String key) {
        try {
            return client.get()
                    .getObjectAsBytes(request -> request.bucket(bucket()).key(key));
        } catch (NoSuchKeyException gone) {
            return null;
        } catch (SdkException broken) {
            throw new UnreadableObjectException(key, broken.getClass().getSimpleName(), broken);
        }
    }

    /**
     * Returns false if the object has changed since it was read: another writer rewrote it, and those removals must be
     * kept.
     */
    private boolean put(String key, byte[] object, String readAs) {
        try {
            client.get()
                    .putObject(
                            request -> request.bucket(bucket()).key(key).ifMatch(readAs),
                            RequestBody.fromBytes(object));
            return true;
        } catch (NoSuchKeyException deleted) {
            return false;
        } catch (S3Exception refused) {
            if (refused.statusCode() == PRECONDITION_FAILED || refused.statusCode() == CONFLICT) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Unconditional: rewriting only removes records, so if nothing is left of an object, no other writer keeps any of
     * it.
     */
    private void delete(String key) {
        client.get().deleteObject(request -> request.bucket(bucket()).key(key));
    }
}
