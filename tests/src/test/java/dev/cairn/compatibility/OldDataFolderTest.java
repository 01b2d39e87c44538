package dev.cairn.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.Rebuild;
import dev.cairn.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R8, R2: a data folder of an earlier {@code ./cairn local} that was killed with unclassified records. */
class OldDataFolderTest {
    private static final String VERSION = "38fc54d/";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream trouble = new ByteArrayOutputStream();
    private final PrintStream troubleStream = new PrintStream(trouble, true, StandardCharsets.UTF_8);

    @BeforeEach
    void unpack() throws IOException {
        FolderAnswers.unpack(VERSION + "data-folder.zip", folder);
    }

    @Test
    void R8_aStartOnAnOldDataFolderAnswersAsBefore() throws Exception {
        assertAnswers(expected());
    }

    @Test
    void R8_aRebuiltOldDataFolderAnswersAsBefore() throws Exception {
        PrintStream said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(new Rebuild(folder, FolderAnswers.LATER, said, troubleStream).run())
                .isTrue();

        JsonNode expected = expected();
        // The archive contains nothing of erased visitors, so tables rebuilt from it count nothing of them.
        for (String name : List.of("received", "accepted", "bots")) {
            expected.path(FolderAnswers.HEALTH).findParents(name).forEach(parent -> ((ObjectNode) parent).remove(name));
        }
        assertAnswers(expected);
    }

    private void assertAnswers(JsonNode expected) throws Exception {
        JsonNode answers = FolderAnswers.of(folder, troubleStream);
        assertThat(FolderAnswers.differences("", expected, answers)).isEmpty();
        assertThat(trouble.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("The tables of DynamoDB Local", "are now in " + folder.resolve("tables/cairn.db"));
    }

    private static JsonNode expected() throws IOException {
        try (InputStream file = OldDataFolderTest.class.getResourceAsStream(VERSION + "data-folder-answers.json")) {
            JsonNode expected = Json.MAPPER.readTree(file);
            // Within a day nothing is forecast any more (F6).
            expected.properties().stream()
                    .filter(answer -> answer.getKey().endsWith("view=same_day"))
                    .flatMap(answer -> answer.getValue().findParents("expected_rate").stream())
                    .forEach(figures -> ((ObjectNode) figures).putNull("expected_rate"));
            return expected;
        }
    }
}
