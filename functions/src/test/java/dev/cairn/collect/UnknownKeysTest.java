package dev.cairn.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.report.ReportWorld;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.memory.MemoryArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {
    private final ReportWorld world = new ReportWorld();
    private final CollectHandler handler = new CollectHandler(
            new Dependencies(
                    world.items,
                    entries -> Set.of(),
                    new MemoryArchive(),
                    new Secrets() {
                        @Override
                        public byte[] master() {
                            return new byte[32];
                        }

                        @Override
                        public String adminKey() {
                            return "";
                        }
                    },
                    world.clock,
                    new CollectFixture.Said()),
            Duration.ofMinutes(1));

    private JsonNode post(int key, String address) throws IOException {
        ObjectNode event = Json.MAPPER.createObjectNode();
        ObjectNode context = event.putObject("requestContext").put("requestId", "r");
        context.put("timeEpoch", world.clock.millis());
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/v1/events")
                .put("sourceIp", address);
        event.putObject("headers")
                .put("content-type", "application/json")
                .put("authorization", "Bearer ck_" + "%043d".formatted(key));
        event.put("body", "{\"site\":\"shop\",\"events\":[{\"id\":\"a\",\"name\":\"b\"}]}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)), out, null);
        return Json.MAPPER.readTree(out.toByteArray());
    }

    @Test
    void section7_manyUnknownKeysFromOneAddressAreToldToWait() throws IOException {
        for (int i = 0; i < 60; i++) {
            assertThat(post(i, "192.0.2.1").path("statusCode").asInt()).isEqualTo(401);
        }

        JsonNode refused = post(60, "192.0.2.1");

        assertThat(refused.path("statusCode").asInt()).isEqualTo(429);
        assertThat(refused.path("headers").path("retry-after").asText()).isEqualTo("60");
        assertThat(refused.path("body").asText()).contains("too_many_unknown_keys");
        assertThat(post(60, "192.0.2.2").path("statusCode").asInt()).isEqualTo(401);
    }
}
