package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;

/** The 101 journeys of {@code journeys/funnels.json}, whose depth and state were determined by hand. */
public final class Journeys {
    private Journeys() {}

    public static List<JsonNode> all() {
        try {
            JsonNode cases = Json.MAPPER
                    .readTree(Journeys.class.getResourceAsStream("/journeys/funnels.json"))
                    .path("cases");
            assertThat(cases).hasSize(101);
            return StreamSupport.stream(cases.spliterator(), false).toList();
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }

    /** Each with its name, as arguments of a parameterized test. */
    public static Stream<Arguments> named() {
        return all().stream().map(each -> Arguments.of(each.path("name").asText(), each));
    }
}
