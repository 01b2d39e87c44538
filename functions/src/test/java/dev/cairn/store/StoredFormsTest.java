package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.event.TrafficSources;
import dev.cairn.domain.statistic.FunnelCounts;
import dev.cairn.domain.statistic.FunnelCountsBuilder;
import dev.cairn.store.codec.TrafficSourceCodec;
import dev.cairn.store.memory.MemoryItemStore;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Kind;
import dev.cairn.store.work.JobStore.Loaded;
import dev.cairn.store.work.JobStore.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R8: what is grouped in Java is stored flat, byte for byte as earlier versions did. */
class StoredFormsTest {
    private final SetClock clock = new SetClock(Instant.ofEpochMilli(1_773_136_800_000L));
    private final MemoryItemStore items = new MemoryItemStore(clock);

    @Test
    void R8_aFunnelsCountsAreOneFlatObject() {
        FunnelCounts counts = FunnelCountsBuilder.reached(9L, 3L)
                .outcomes(2, 3, 3, 1)
                .droppedAfter(3L, 0L)
                .closed(5)
                .times(List.of(Map.of(), Map.of(69, 3L)))
                .lags(Map.of(0, 2L))
                .build();
        String stored =
                "{\"entered\":9,\"reached\":[9,3],\"converted\":2,\"in_progress\":3,\"dropped\":3,\"excluded\":1,"
                        + "\"dropped_after\":[3,0],\"closed\":5,\"times\":[{},{\"69\":3}],\"lags\":{\"0\":2},\"step_lags\":[{},{}],"
                        + "\"value\":{},\"came_in\":[0,0]}";

        assertThat(Json.write(counts)).isEqualTo(stored);
        assertThat(Json.read(stored, FunnelCounts.class)).isEqualTo(counts);
    }

    @Test
    void R8_aJobIsOneFlatObject() {
        JobStore jobs = new JobStore(items, clock);
        Job job = jobs.add(Kind.BACKFILL, "shop", Map.of("backfill", "4"));
        Loaded loaded = jobs.load(job.id()).orElseThrow();
        Loaded saved = jobs.save(
                        loaded,
                        job.at(new Progress("events/2026/03/10/09/x", 1, 3, 20)).waiting("later"))
                .orElseThrow();

        assertThat(items.get(new Item.Key(Table.STATISTICS, "jobs", job.id()))
                        .orElseThrow()
                        .body())
                .isEqualTo("{\"id\":\"" + job.id() + "\",\"kind\":\"BACKFILL\",\"site\":\"shop\","
                        + "\"what\":{\"backfill\":\"4\"},\"status\":\"WAITING\","
                        + "\"position\":\"events/2026/03/10/09/x\",\"done\":1,\"total\":3,\"events\":20,"
                        + "\"message\":\"later\",\"requested_at\":1773136800000}");
        assertThat(jobs.load(job.id())).contains(saved);
    }

    @Test
    void R8_aTrafficSourceIsOneArray() {
        String stored = "[\"email\",\"news\",\"email\",\"spring\",\"lamp\",\"top\",\"mail.example\",\"/p/1\","
                + "\"mobile\",\"BE\"]";

        assertThat(TrafficSourceCodec.write(TrafficSources.MAIL)).hasToString(stored);
        assertThat(TrafficSourceCodec.write(TrafficSources.DIRECT)).hasToString("[\"direct\"]");
        for (TrafficSource touch : List.of(TrafficSources.MAIL, TrafficSources.DIRECT)) {
            assertThat(TrafficSourceCodec.read(TrafficSourceCodec.write(touch))).isEqualTo(touch);
        }
    }
}
