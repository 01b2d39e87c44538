package dev.cairn.local;

import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.tables.LocalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a data folder while it is in use, into its subfolder {@code backup}, which is a data folder itself. The order
 * makes the copy consistent: the readers' positions first, then the stream, which deletes nothing meanwhile, then the
 * tables and the archive. So every record is in the tables or in the stream after the copied position, and is counted
 * once.
 */
record Backup(DataFolder data, LocalStream stream, LocalDatabase tables) {

    /** Replaces the previous backup, which is kept if this fails, and returns the folder. */
    Path make() throws IOException {
        Path fresh = data.folder().resolve("backup-new");
        Path backup = data.folder().resolve("backup");
        DataFolder.delete(fresh);
        DataFolder copy = DataFolder.open(fresh);
        try (copy) {
            stream.keepSegments(true);
            for (Path file : List.of(data.checkpoint(), data.archiveCheckpoint(), data.secrets(), data.demo())) {
                copy(file, fresh);
            }
            copy(data.stream(), fresh);
            tables.copyTo(copy.tables());
            for (Path folder : List.of(data.archive(), data.failed(), data.notices())) {
                copy(folder, fresh);
            }
        } finally {
            stream.keepSegments(false);
        }
        DataFolder.delete(backup);
        Files.move(fresh, backup);
        return backup;
    }

    /** Skips a file that expires and is deleted during the copy. */
    private void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(data.folder().relativize(each).toString());
                try {
                    Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
                } catch (NoSuchFileException gone) {
                    // it expired, and nothing else is missing
                }
            }
        }
    }
}
