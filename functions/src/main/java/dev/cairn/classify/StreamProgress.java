package dev.cairn.classify;

import dev.cairn.classify.BatchClassifier.ReadableRecord;
import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.Delivery;
import dev.cairn.store.ItemStore;
import dev.cairn.store.codec.Heartbeat;
import dev.cairn.store.statistic.LiveCounters;
import dev.cairn.store.statistic.RecentEvent;
import dev.cairn.store.statistic.Watermark;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records how far the stream has been read and updates the live counters, once per batch and only for completed
 * records.
 */
final class StreamProgress {
    /** How far the watermark may lag behind the stream position; a heartbeat always advances it. */
    private static final long GRAIN_MILLIS = 30_000;

    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private final LiveCounters liveCounters;
    private final Watermark watermark;

    StreamProgress(ItemStore items) {
        this.liveCounters = new LiveCounters(items);
        this.watermark = new Watermark(items);
    }

    static boolean isHeartbeat(byte[] data) {
        return Heartbeat.tryRead(data).isPresent();
    }

    /** Records the progress up to the first failed record, because the remaining records are delivered again. */
    void advance(
            List<StreamRecord> records,
            List<ReadableRecord> readable,
            Map<String, RecentEvent.Fate> fates,
            @Nullable BigInteger failed) {
        Map<String, List<ReadableRecord>> bySite = new LinkedHashMap<>();
        long receivedAt = 0;
        boolean heartbeat = false;
        for (ReadableRecord each : readable) {
            if (failed == null || each.record().position().compareTo(failed) < 0) {
                bySite.computeIfAbsent(each.delivery().site(), site -> new ArrayList<>())
                        .add(each);
                receivedAt = Math.max(receivedAt, each.delivery().receivedAt());
            }
        }
        if (failed == null) {
            for (StreamRecord record : records) {
                Optional<Heartbeat> beat = Heartbeat.tryRead(record.data());
                heartbeat |= beat.isPresent();
                receivedAt =
                        Math.max(receivedAt, beat.map(Heartbeat::receivedAt).orElse(0L));
            }
        }
        if (!records.isEmpty()) {
            String shard = records.getFirst().shard();
            bySite.forEach((site, arrived) -> liveCounters.add(site, shard, arrivals(arrived, fates)));
            if (receivedAt > 0 && (heartbeat || receivedAt >= written.getOrDefault(shard, 0L) + GRAIN_MILLIS)) {
                watermark.advance(shard, receivedAt);
                written.put(shard, receivedAt);
            }
        }
    }

    /**
     * Returns the arrivals. Each record has at least one event, so only the last few can contain the most recent
     * events.
     */
    private static List<LiveCounters.Arrival> arrivals(
            List<ReadableRecord> arrived, Map<String, RecentEvent.Fate> fates) {
        List<LiveCounters.Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < arrived.size(); i++) {
            boolean isRecent = i >= arrived.size() - LiveCounters.MOST_RECENT;
            arrivals.add(arrival(arrived.get(i), isRecent ? RecentEvents.of(arrived.get(i), fates) : List.of()));
        }
        return arrivals;
    }

    private static LiveCounters.Arrival arrival(ReadableRecord each, List<RecentEvent> recent) {
        Delivery delivery = each.delivery();
        Map<String, Long> names = new TreeMap<>();
        for (AcceptedEvent event : delivery.events()) {
            if (event.exclusion() == null) {
                names.merge(event.name(), 1L, Long::sum);
            }
        }
        return new LiveCounters.Arrival(
                each.record().position(),
                each.site().zones().dayOf(delivery.receivedAt()).toString(),
                delivery.receivedAt(),
                names,
                recent);
    }
}
