package dev.cairn.local.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.ArchiveContract;
import dev.cairn.store.ArchiveKeys;
import dev.cairn.store.EventArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderArchiveTest extends ArchiveContract {
    @TempDir
    Path folder;

    private FolderArchive archive;
    private long position = 1;

    @BeforeEach
    void open() {
        archive = new FolderArchive(folder.resolve("archive"));
    }

    @Override
    protected EventArchive archive() {
        return archive;
    }

    /** Appends to the object of the current hour, or begins one; returns its key. */
    @Override
    protected String write(Instant arrival, List<byte[]> records) {
        archive.append(arrival, position, records);
        position += records.size();
        List<String> all = archive.list(arrival, arrival.plusMillis(1)).stream()
                .filter(key -> key.startsWith(ArchiveKeys.prefix(arrival)))
                .toList();
        return all.getLast();
    }

    /** As --data may name it: ./x, ., a/../b. */
    @ParameterizedTest
    @ValueSource(strings = {"./archive", ".", "a/../archive", "../archive/."})
    void theFolderMayBeNamedInAnyWay(String name) throws IOException {
        Path deep = Files.createDirectories(folder.resolve("deep"));
        Path relative = Path.of("").toAbsolutePath().relativize(deep);
        for (Path named :
                List.of(deep.resolve(name), Path.of(".").resolve(relative).resolve(name))) {
            archive = new FolderArchive(named);

            String key = write(HOUR, List.of(bytes("one")));

            assertThat(read(key)).hasSize(1);
            assertThat(archive.deleteBefore(HOUR.plus(Duration.ofHours(1)))).isEqualTo(1);
            assertThat(Files.exists(named.resolve(key))).isFalse();
            assertThat(deep).isDirectory();
        }
    }

    @Test
    void theFileOfTheRunningHourGrows() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            keys.add(write(HOUR.plusSeconds(i), List.of(bytes("record " + i))));
        }

        assertThat(keys).containsExactly("events/2026/11/21/23/00000000000000000001.gz");
        assertThat(read(keys.iterator().next())).hasSize(5);
    }

    @Test
    void whatAKilledProcessWasWritingIsNotWrittenBehind() throws IOException {
        String torn = write(HOUR, List.of(bytes("a"), bytes("b")));
        Path file = folder.resolve("archive").resolve(torn);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        archive = new FolderArchive(folder.resolve("archive"));

        archive.append(HOUR, 1, List.of(bytes("a"), bytes("b"), bytes("c")));

        List<String> keys = archive.list(HOUR, HOUR.plusSeconds(1));
        assertThat(keys).hasSize(2).contains(torn);
        String later =
                keys.stream().filter(key -> !key.equals(torn)).findFirst().orElseThrow();
        assertThat(read(later)).containsExactly(bytes("a"), bytes("b"), bytes("c"));
        assertThat(read(torn)).allMatch(record -> Set.of("a", "b").contains(text(record)));
    }

    @Test
    void theRunningHourGoesOnAfterARewrite() {
        String key = write(HOUR, List.of(bytes("a"), bytes("b")));

        archive.rewrite(key, record -> text(record).equals("a") ? Optional.empty() : Optional.of(record));
        write(HOUR.plusSeconds(1), List.of(bytes("c")));
        archive.rewrite(key, record -> Optional.empty());
        write(HOUR.plusSeconds(2), List.of(bytes("d")));

        assertThat(read(key)).containsExactly(bytes("d"));
    }

    @Test
    void nothingOutsideTheArchiveIsRead() {
        assertThatThrownBy(() -> archive.read("events/2026/11/21/23/../../../../../../secrets.json"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> archive.read("secrets.json")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foldersOfDeletedHoursAreGone() {
        write(HOUR, List.of(bytes("a")));

        archive.deleteBefore(HOUR.plus(Duration.ofHours(1)));

        assertThat(folder.resolve("archive")).isEmptyDirectory();
    }
}
