package dev.cairn.local;

import dev.cairn.local.archive.ArchiveDelivery;
import dev.cairn.local.archive.ArchiveWriter;
import dev.cairn.local.archive.FolderArchive;
import dev.cairn.local.archive.RetainedArchive;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.StreamTrimmer;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The archive on this machine: in a data folder or in memory.
 *
 * @param archive as readers see it
 * @param writer used by the delivery to write the archive
 * @param checkpoint the progress of the delivery
 */
record LocalArchive(RetainedArchive archive, ArchiveWriter writer, Checkpoint checkpoint) {

    static LocalArchive of(@Nullable DataFolder data, PlanRepository plans, Clock clock, Consumer<String> trouble) {
        if (data == null) {
            MemoryArchive memory = new MemoryArchive();
            return new LocalArchive(
                    new RetainedArchive(memory, plans, clock),
                    (arrival, position, records) -> memory.write(arrival, records),
                    Checkpoint.inMemory());
        }
        FolderArchive folder = new FolderArchive(data.archive(), trouble);
        return new LocalArchive(
                new RetainedArchive(folder, plans, clock), folder, Checkpoint.file(data.archiveCheckpoint(), trouble));
    }

    ArchiveDelivery delivery(LocalStream stream, StreamTrimmer readers, Telemetry telemetry) {
        return new ArchiveDelivery(
                stream, writer, checkpoint, readers.add(checkpoint.load()), archive::deleteExpired, telemetry);
    }
}
