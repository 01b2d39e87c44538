package dev.cairn.collect;

import static dev.cairn.collect.CollectFixture.NOW;
import static dev.cairn.collect.CollectFixture.browser;
import static dev.cairn.collect.CollectFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Public collections of inputs: nothing is wrongly accepted, and nothing causes a 5xx. */
public class CorporaTest {
    private static final List<String> FIELDS = List.of(
            "site",
            "visitor",
            "user",
            "id",
            "name",
            "url",
            "referrer",
            "order_id",
            "type",
            "amount",
            "currency",
            "prop",
            "key",
            "context.url",
            "context.referrer",
            "context.ip",
            "context.user_agent",
            "consent",
            "sent_at",
            "at");

    @Test
    void rejectsAll188FilesOfJsonTestSuiteThatMustBe() throws IOException {
        Map<String, byte[]> files = jsonTestSuite();
        List<String> mustBeRejected =
                files.keySet().stream().filter(name -> name.startsWith("n_")).toList();
        assertThat(mustBeRejected).hasSize(188);
        CollectFixture rig = new CollectFixture();
        for (String name : mustBeRejected) {
            for (Map<String, String> headers : List.of(browser(), server())) {
                CollectFixture.Answer answer = rig.post(files.get(name), headers);
                assertThat(answer.status()).as(name).isIn(400, 413);
                assertThat(answer.word()).as(name).isIn("invalid_json", "invalid_encoding", "too_large");
            }
        }
        assertThat(rig.said.log).isEmpty();
    }

    @Test
    void readsTheFilesOfJsonTestSuiteThatMustBeAccepted() throws IOException {
        CollectFixture rig = new CollectFixture();
        List<String> refused = new ArrayList<>();
        jsonTestSuite().forEach((name, bytes) -> {
            CollectFixture.Answer answer = rig.post(bytes, server());
            assertThat(answer.status()).as(name).isLessThan(500);
            if (name.startsWith("y_") && answer.word().startsWith("invalid_")) {
                refused.add(name);
            }
        });
        // Our own rules: distinct keys, no U+0000, numbers of at most 32 characters.
        assertThat(refused)
                .containsExactlyInAnyOrder(
                        "y_object_duplicated_key.json",
                        "y_object_duplicated_key_and_value.json",
                        "y_object_escaped_null_in_key.json",
                        "y_string_null_escape.json",
                        "y_number_double_close_to_zero.json");
        assertThat(rig.said.log).isEmpty();
    }

    @Test
    void anyNaughtyStringInAnyFieldIsNo5xx() throws IOException {
        List<String> naughty = naughtyStrings();
        assertThat(naughty).hasSize(515);
        CollectFixture rig = new CollectFixture();
        for (String text : naughty) {
            for (String field : FIELDS) {
                String body = body(field, text);
                assertThat(rig.post(body, browser()).status()).as(field).isLessThan(500);
                assertThat(rig.post(body, server()).status()).as(field).isLessThan(500);
            }
            assertThat(rig.post(body("", ""), browser("user-agent", text, "origin", text, "authorization", text))
                            .status())
                    .isLessThan(500);
        }
        assertThat(rig.said.log).isEmpty();
        assertThat(rig.deliveries()).isNotEmpty();
    }

    private static String body(String field, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("site", "shop").put("sent_at", NOW);
        body.putObject("consent").put("analytics", true);
        ObjectNode context = body.putObject("context");
        ObjectNode event = body.putArray("events").addObject();
        event.put("id", "e1").put("name", "x").put("at", NOW);
        ObjectNode props = event.putObject("props");
        switch (field) {
            case "" -> {}
            case "site", "visitor", "user", "consent", "sent_at" -> body.put(field, text);
            case "amount" -> event.putObject("value").put("amount", text);
            case "currency" -> event.putObject("value").put("amount", 1).put("currency", text);
            case "prop" -> props.put("p", text);
            case "key" -> props.put(text, 1);
            default -> {
                boolean inContext = field.startsWith("context.");
                (inContext ? context : event).put(inContext ? field.substring("context.".length()) : field, text);
            }
        }
        return body.toString();
    }

    private static Map<String, byte[]> jsonTestSuite() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(resource("json-test-suite.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    public static List<String> naughtyStrings() throws IOException {
        List<String> strings = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(resource("naughty-strings.json.gz"))) {
            for (JsonNode text : new ObjectMapper().readTree(in)) {
                strings.add(text.textValue());
            }
        }
        return strings;
    }

    private static InputStream resource(String name) {
        return CorporaTest.class.getResourceAsStream("/collect/" + name);
    }
}
