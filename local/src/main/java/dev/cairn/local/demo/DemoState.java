package dev.cairn.local.demo;

import dev.cairn.local.ChecksummedFile;
import dev.cairn.local.PrivateFile;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The state of the demo load in a data folder, so that an interrupted load can be resumed.
 *
 * @param until the time at which the load first began; later events are not sent
 * @param key the demo site's server key
 * @param sent number of accepted bodies
 * @param complete whether everything has been sent
 */
record DemoState(long seed, String firstDay, String until, String key, int sent, boolean complete) {

    static DemoState begin(long seed, LocalDate firstDay, Instant until, String key) {
        return new DemoState(seed, firstDay.toString(), until.toString(), key, 0, false);
    }

    static Optional<DemoState> load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(ChecksummedFile.read(file), DemoState.class));
        } catch (ChecksummedFile.DamagedException | IllegalArgumentException damaged) {
            throw new IOException(
                    "the state of the demo in " + file
                            + " is damaged; restore a copy of it, or start with --no-demo, which keeps all data",
                    damaged);
        }
    }

    void save(Path file) throws IOException {
        PrivateFile.write(file, Json.write(this));
    }

    DemoState sent(int bodies) {
        return new DemoState(seed, firstDay, until, key, bodies, false);
    }

    DemoState completed() {
        return new DemoState(seed, firstDay, until, key, sent, true);
    }
}
