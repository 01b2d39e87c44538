package dev.cairn.faults;

import dev.cairn.local.Function;
import dev.cairn.local.stream.KinesisEvent;
import dev.cairn.local.stream.StreamRecord;
import dev.cairn.observe.Telemetry;
import dev.cairn.store.MemoryItems;
import dev.cairn.store.Ports;
import dev.cairn.store.SetClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the statistics must be: those of the same records, delivered once, in order, to handlers that never fail. */
final class Reference {
    private static final int BATCH = 500;

    private Reference() {}

    /** @param asOf when the last run of the aggregator was */
    static Cells of(List<StreamRecord> records, Instant asOf) {
        SetClock clock = new SetClock(Shop.START);
        MemoryItems items = new MemoryItems(clock);
        Shop.open(items, clock);
        clock.set(asOf);
        Handlers handlers = Handlers.of(new Ports(items, entries -> Set.of(), Shop.SECRETS, clock, Telemetry.SILENT));
        for (int from = 0; from < records.size(); from += BATCH) {
            classify(handlers.classify(), records.subList(from, Math.min(records.size(), from + BATCH)));
        }
        handlers.aggregateUntilDone(1);
        return Cells.of(items.all());
    }

    private static void classify(Function classify, List<StreamRecord> batch) {
        try {
            String answer = new String(classify.invoke(KinesisEvent.bytes(batch)), StandardCharsets.UTF_8);
            if (!answer.contains("\"batchItemFailures\":[]")) {
                throw new IllegalStateException("without any fault a batch failed: " + answer);
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
