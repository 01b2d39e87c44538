package dev.cairn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.store.ArchiveContract;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import dev.cairn.store.GzipRecords;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The archive against an S3 emulator (tried with moto's server): set the environment variable {@code S3_ENDPOINT}, or the
 * system property {@code s3.endpoint}, to its address.
 */
class S3ArchiveTest extends ArchiveContract {
    private static String endpoint;
    private static S3Client client;

    private final String bucket = "cairn-" + UUID.randomUUID();
    private final S3Archive archive = new S3Archive(() -> client, bucket, null);

    @BeforeAll
    static void find() {
        endpoint = System.getProperty("s3.endpoint", System.getenv("S3_ENDPOINT"));
        assumeTrue(endpoint != null, "S3_ENDPOINT is not set to the address of an S3 emulator");
        client = AwsClients.s3(Region.US_EAST_1, URI.create(endpoint));
    }

    @BeforeEach
    void create() {
        client.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void delete() {
        archive.deleteBefore(Instant.parse("2100-01-01T00:00:00Z"));
        client.listObjectsV2(request -> request.bucket(bucket))
                .contents()
                .forEach(object ->
                        client.deleteObject(request -> request.bucket(bucket).key(object.key())));
        client.deleteBucket(request -> request.bucket(bucket));
    }

    @Override
    protected EventArchive archive() {
        return archive;
    }

    /** Named as Firehose names them. */
    @Override
    protected String write(Instant arrival, List<byte[]> records) {
        String key = ArchiveKeys.prefix(arrival) + "stack-ArchiveDelivery-1-" + UUID.randomUUID() + ".gz";
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(GzipRecords.write(records)));
        return key;
    }

    @Test
    void listsMoreThanAPage() {
        List<String> keys = new ArrayList<>();
        byte[] object = GzipRecords.write(List.of(bytes("{}")));
        for (int i = 0; i < 1_050; i++) {
            String key = ArchiveKeys.prefix(HOUR) + String.format("%05d.gz", i);
            client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(object));
            keys.add(key);
        }

        assertThat(archive.list(HOUR, HOUR.plusSeconds(1))).isEqualTo(keys);
    }

    @Test
    void whatFirehoseCouldNotDeliverIsNoObjectOfTheArchive() {
        String key = write(HOUR, List.of(bytes("a")));
        client.putObject(
                request -> request.bucket(bucket).key("failed/processing-failed/2026/11/21/23/x.gz"),
                RequestBody.fromBytes(bytes("b")));

        assertThat(archive.list(Instant.EPOCH, HOUR.plusSeconds(1))).containsExactly(key);
    }

    /** The other writer intervenes between our read and our write. */
    @Test
    void aRewriteBeginsAnewWhenAnotherOneWasFaster() {
        String key = write(HOUR, List.of(bytes("mine"), bytes("theirs"), bytes("nobody's")));
        AtomicInteger readings = new AtomicInteger();

        boolean changed = archive.rewrite(key, record -> {
            if (readings.getAndIncrement() == 0) {
                archive.rewrite(key, other -> text(other).equals("theirs") ? Optional.empty() : Optional.of(other));
            }
            return text(record).equals("mine") ? Optional.empty() : Optional.of(record);
        });

        assertThat(changed).isTrue();
        assertThat(readings).hasValue(5);
        assertThat(read(key)).containsExactly(bytes("nobody's"));
    }

    @Test
    void theFunctionsFindItByTheirEnvironment() {
        String key = write(HOUR, List.of(bytes("a")));
        Map<String, String> variables = Map.of(
                "AWS_REGION", "us-east-1", "ARCHIVE_BUCKET", bucket, "ARCHIVE_DAYS", "402", "ENDPOINT_S3", endpoint);

        EventArchive found = AwsDependencies.from(variables, Set.of("ARCHIVE_BUCKET"), Clock.systemUTC())
                .archive();

        assertThat(found.list(HOUR, HOUR.plusSeconds(1))).containsExactly(key);
        assertThat(found.retention()).contains(Duration.ofDays(402));
    }

    @Test
    void aFunctionWithoutAnArchiveSaysWhatIsMissing() {
        EventArchive none = AwsDependencies.from(Map.of("AWS_REGION", "us-east-1"), Set.of(), Clock.systemUTC())
                .archive();

        assertThatThrownBy(() -> none.list(HOUR, HOUR.plusSeconds(1))).hasMessageContaining("ARCHIVE_BUCKET");
    }
}
