package dev.cairn.rules;

import static dev.cairn.rules.Sent.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.jobs.PropagationDelay;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.store.work.JobStore;
import dev.cairn.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Quarantined records and failed batches are retried after their cause is fixed, and are counted once. */
class ReplayTest {
    private static final String DAY = "2026-03-09";

    private final Shop shop = new Shop("");
    private final Batches failed = new Batches();

    private static final class Batches implements DeadLetterBatches {
        private final TreeMap<String, byte[]> objects = new TreeMap<>();

        @Override
        public List<String> list() {
            return List.copyOf(objects.keySet());
        }

        @Override
        public List<byte[]> read(String key) {
            return DeadLetterBatches.records(objects.get(key));
        }

        @Override
        public void delete(String key) {
            objects.remove(key);
        }
    }

    @Test
    void anUnknownSiteIsClassifiedOnceItIsInThePlan() throws IOException {
        byte[] other =
                of("other", shop.record(event("page_view", DAY + "T10:00Z").id("a")));
        shop.deliver(
                List.of(other, shop.record(event("page_view", DAY + "T10:00Z").id("b"))));
        assertThat(shop.quarantined("other").values()).containsExactly(Map.of("unknown_site", 1L));

        assertThat(replay("other")).isEqualTo("1 of these entries are still in quarantine");
        shop.pipeline.putPlan(Shop.plan("")
                .replace("sites:\n", "sites:\n  other: {name: O, time_zone: UTC, currency: EUR, origins: []}\n"));
        assertThat(replay("other")).isEqualTo("nothing is left in quarantine");
        assertThat(replay("other")).isEqualTo("nothing is left in quarantine");

        shop.clock.forward(Duration.ofMinutes(2)); // by then, the stream's own classifier knows the plan
        shop.deliver(List.of(other)).run();
        assertThat(shop.pipeline
                        .figures("other", "overview", java.time.LocalDate.parse(DAY))
                        .path("events")
                        .asInt())
                .isEqualTo(1);
        assertThat(shop.quarantined("other")).isEmpty();
        assertThat(shop.overview(DAY)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatCannotBeReadByThisVersionStaysOneEntryAndMovesWhenItIsKnownWhoseItIs() throws IOException {
        byte[] torn = "{\"schema\":99}".getBytes(StandardCharsets.UTF_8);
        shop.deliver(List.of(torn));

        replay("-");
        replay("-");

        assertThat(shop.quarantined("-").values())
                .singleElement()
                .satisfies(reasons -> assertThat(reasons.values()).containsExactly(1L));
    }

    @Test
    void whatAFullVisitorDayHasNoRoomForStays() throws IOException {
        Sent[] many = new Sent[5_001];
        for (int i = 0; i < many.length; i++) {
            many[i] = event("page_view", DAY + "T10:00Z").id("e" + i);
        }
        shop.sendTogether(many);
        Map<?, ?> before = shop.quarantined(Shop.SITE);
        assertThat(before.values().toString()).isEqualTo("[{visitor_day_full=1}]");

        assertThat(replay(Shop.SITE)).isEqualTo("1 of these entries are still in quarantine");

        assertThat(shop.quarantined(Shop.SITE)).isEqualTo(before);
    }

    @Test
    void whatTheStreamsMappingGaveUpIsClassifiedAndDeleted() throws IOException {
        byte[] record = shop.record(event("page_view", DAY + "T10:00Z").id("given-up"));
        ObjectNode invocation = Json.MAPPER.createObjectNode();
        invocation
                .putArray("Records")
                .addObject()
                .putObject("kinesis")
                .put("data", Base64.getEncoder().encodeToString(record));
        failed.objects.put(
                "aws/lambda/one",
                Json.write(Map.of("payload", invocation.toString())).getBytes(StandardCharsets.UTF_8));
        failed.objects.put("aws/lambda/nothing-of-lambdas", "torn".getBytes(StandardCharsets.UTF_8));

        assertThat(replay(Shop.SITE))
                .isEqualTo("1 of these entries are still in quarantine; "
                        + "the failed batch aws/lambda/nothing-of-lambdas cannot be read");

        shop.run();
        assertThat(shop.overview(DAY)).containsExactly(1L, 1L, 1L);
        assertThat(failed.list()).containsExactly("aws/lambda/nothing-of-lambdas");
    }

    private static byte[] of(String site, byte[] record) throws IOException {
        ObjectNode delivery = (ObjectNode) Json.MAPPER.readTree(record);
        return delivery.put("site", site).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Its outcome. */
    private String replay(String site) throws IOException {
        Dependencies dependencies = new Dependencies(
                shop.items,
                entries -> Set.of(),
                new MemoryArchive(),
                failed,
                new dev.cairn.store.Secrets() {
                    @Override
                    public byte[] master() {
                        throw new UnsupportedOperationException("nobody is identified here");
                    }

                    @Override
                    public String adminKey() {
                        throw new UnsupportedOperationException("nobody is let in here");
                    }
                },
                shop.clock,
                Telemetry.SILENT);
        JobStore jobs = new JobStore(shop.items, shop.clock);
        String id = jobs.add(JobStore.Kind.REPLAY, site, Map.of()).id();
        Shop.runJobs(dependencies, PropagationDelay.NONE);
        return jobs.load(id).orElseThrow().job().message();
    }
}
