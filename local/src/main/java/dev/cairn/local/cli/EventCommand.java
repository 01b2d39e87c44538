package dev.cairn.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.CairnFunctions;
import dev.cairn.local.SampleKinesisEvent;
import dev.cairn.store.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./cairn event classify BODY.json}: prints the event that the classify function receives for a body. */
final class EventCommand implements Command {

    @Override
    public String name() {
        return "event";
    }

    @Override
    public String summary() {
        return "create the event of a function";
    }

    @Override
    public String help() {
        return """
                ./cairn event classify BODY.json

                Prints the Kinesis event that the classify function gets for a POST /v1/events body, for
                sam local invoke Classify -e FILE. The body goes through the collector, as if a server with the
                site's key had sent it, at the time of its last event, to a site with the default plan.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        if (words.isEmpty() || !words.getFirst().equals("classify")) {
            throw new UsageException("name the function: ./cairn event classify BODY.json");
        }
        CliArguments arguments = CliArguments.parse(
                words.subList(1, words.size()), List.of(), 1, "one body: ./cairn event classify BODY.json");
        Path file = Path.of(arguments.rest().getFirst());
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        String body = Files.readString(file);
        System.out.println(SampleKinesisEvent.make(read(body, file), body, new CairnFunctions())
                .toPrettyString());
        return 0;
    }

    private static JsonNode read(String body, Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            if (json.path("site").isTextual()) {
                return json;
            }
        } catch (JsonProcessingException notJson) {
            // reported below
        }
        throw new UsageException(file + " is not an event body; expected a JSON object with site and events");
    }
}
