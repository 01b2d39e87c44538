package dev.cairn.rules;

import static dev.cairn.rules.Sent.ANNA;
import static dev.cairn.rules.Sent.BOB;
import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.DamagedArchive;
import dev.cairn.store.GzipRecords;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Kind;
import dev.cairn.store.work.JobStore.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One object of the archive that cannot be read stops no job, and none is silent about it. */
class UnreadableArchiveTest {
    private final Shop shop = new Shop("");
    private final MemoryArchive objects = new MemoryArchive();
    private final DamagedArchive archive = new DamagedArchive(objects);
    private final JobStore jobs = new JobStore(shop.items, shop.clock);
    private String before;
    private String bad;
    private String behind;

    /** In what way the object cannot be read. */
    static Stream<BiConsumer<DamagedArchive, String>> faults() {
        byte[] object = GzipRecords.write(List.of("{}".getBytes(StandardCharsets.UTF_8)));
        byte[] flipped = object.clone();
        flipped[flipped.length - 6] ^= 4;
        return Stream.of(
                DamagedArchive::refuse,
                (archive, key) -> archive.replace(key, flipped),
                (archive, key) -> archive.replace(key, Arrays.copyOf(object, object.length - 3)),
                (archive, key) -> archive.replace(key, "no GZIP".getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeEach
    void threeHoursOfTheArchive() throws IOException {
        before = hour("2026-03-10T08:00:00Z");
        bad = hour("2026-03-10T09:00:00Z");
        behind = hour("2026-03-10T10:00:00Z");
        shop.itIs("2026-03-10T12:00Z");
    }

    private String hour(String at) throws IOException {
        String minute = at.substring(0, 14);
        return objects.write(
                Instant.parse(at),
                List.of(
                        shop.record(event("page_view", minute + "05Z")),
                        shop.record(event("page_view", minute + "10Z").by(BOB))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void R8_aRebuildClassifiesEverythingElseAndNamesTheObject(BiConsumer<DamagedArchive, String> fault)
            throws IOException {
        fault.accept(archive, bad);

        Job job = run(Kind.REBUILD, JobStore.EVERY_SITE, Map.of());

        assertThat(job.status()).isEqualTo(Status.DONE);
        assertThat(job.progress().events()).isEqualTo(4);
        assertThat(job.progress().done()).isEqualTo(3);
        assertThat(job.message()).contains("1 object of the archive cannot be read (" + bad + ")");

        archive.repair();
        assertThat(run(Kind.REBUILD, JobStore.EVERY_SITE, Map.of()).message())
                .isEqualTo("everything in the archive was classified");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void M7_anErasureErasesEverythingElseAndIsNotOverBeforeTheObjectWasSearched(
            BiConsumer<DamagedArchive, String> fault) throws IOException {
        fault.accept(archive, bad);

        Job open = run(Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, ANNA.toString()));

        assertThat(open.status()).isEqualTo(Status.WAITING);
        assertThat(open.message())
                .contains("1 object of the archive cannot be read (" + bad + ")", "could not be searched");
        assertThat(records(before)).isEqualTo(1);
        assertThat(records(behind)).isEqualTo(1);
        goOn();
        assertThat(jobs.load(open.id()).orElseThrow().job().status()).isEqualTo(Status.WAITING);

        archive.repair();
        goOn();

        Job done = jobs.load(open.id()).orElseThrow().job();
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.what()).isEmpty();
        assertThat(records(bad)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void M7_anErasureIsOverOnceTheObjectIsGone(BiConsumer<DamagedArchive, String> fault) throws IOException {
        fault.accept(archive, bad);
        Job open = run(Kind.ERASURE, Shop.SITE, Map.of(JobStore.NAMES, ANNA.toString()));

        archive.replace(bad, new byte[0]);
        goOn();

        assertThat(jobs.load(open.id()).orElseThrow().job().status()).isEqualTo(Status.DONE);
    }

    private Job run(Kind kind, String site, Map<String, String> what) throws IOException {
        Job job = jobs.add(kind, site, what);
        goOn();
        return jobs.load(job.id()).orElseThrow().job();
    }

    private void goOn() throws IOException {
        Shop.runJobs(shop.ports(archive), PropagationDelay.NONE);
    }

    private long records(String key) {
        try (Stream<byte[]> records = objects.read(key)) {
            return records.count();
        }
    }
}
