package dev.cairn.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The privacy documents agree with the template, the plan and the code. */
class PrivacyConfigTest {
    /** Found from any working directory. */
    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("template.yaml")))
            .findFirst()
            .orElseThrow();

    private static final Path PAPERS = ROOT.resolve("docs/privacy");

    @Test
    void theCommittedFileIsWhatIsMadeFromTheDefaults() throws IOException {
        assertThat(Files.readString(PAPERS.resolve("privacy-config.json"))).isEqualTo(made("", Map.of()));
    }

    @Test
    void I1_R6_B3_itsFiguresAreThePromisedOnes() throws IOException {
        JsonNode config = config("", Map.of());
        assertThat(config.path("identification")
                        .path("without_consent")
                        .path("salt_deleted_hours_after_the_day")
                        .asInt())
                .isEqualTo(25);
        assertThat(config.path("stored_in_browser").path(0).path("name").asText())
                .isEqualTo("cairn");
        assertThat(config.path("stored_in_browser").path(0).path("days").asInt())
                .isEqualTo(395);
        JsonNode kept = config.path("kept");
        assertThat(kept.path("visitor_days_journeys_and_claims_days").path("*").asInt())
                .isEqualTo(402);
        assertThat(kept.path("archive_of_raw_events_days").asInt()).isEqualTo(402);
        assertThat(kept.path("quarantine_days").asInt()).isEqualTo(30);
        assertThat(kept.path("failed_batches_days").asInt()).isEqualTo(30);
        assertThat(kept.path("logs_days").asInt()).isLessThanOrEqualTo(30);
        assertThat(kept.path("backups_of_salts_days").asInt()).isZero();
        assertThat(config.path("recipients").path(0).path("services").toString())
                .contains("DynamoDB", "Kinesis", "S3", "SecretsManager");
    }

    @Test
    void parametersAndAPlanChangeIt() throws IOException {
        String plan = "sites: {shop: {time_zone: UTC, currency: EUR, retention_days: 90}}";
        JsonNode kept = config(
                        plan, Map.of("ArchiveDays", "92", "LogRetentionDays", "3", "DataDeletionPolicy", "Delete"))
                .path("kept");
        assertThat(kept.path("visitor_days_journeys_and_claims_days").toString())
                .isEqualTo("{\"shop\":92}");
        assertThat(kept.path("archive_of_raw_events_days").asInt()).isEqualTo(92);
        assertThat(kept.path("logs_days").asInt()).isEqualTo(3);
        assertThat(kept.path("when_the_stack_is_deleted").asText()).isEqualTo("deleted");
        assertThatThrownBy(() -> made("", Map.of("ArchivDays", "92"))).hasMessageContaining("no parameter ArchivDays");
        assertThatThrownBy(() -> made("sites: {shop: {}}", Map.of())).hasMessageContaining("the plan is invalid");
    }

    /**
     * Each figure in the documents is marked with its location in the file: {@code 402<!--
     * kept.archive_of_raw_events_days -->}.
     */
    @Test
    void theFiguresInThePapersAreThoseOfTheFile() throws IOException {
        Pattern marked = Pattern.compile("(\\d+)<!-- ([\\w.*]+) -->");
        JsonNode config = config("", Map.of());
        int figures = 0;
        for (String paper : new String[] {"retention.md", "storage.md", "processing.md"}) {
            Matcher matcher = marked.matcher(Files.readString(PAPERS.resolve(paper)));
            while (matcher.find()) {
                JsonNode place = config.at("/" + matcher.group(2).replace('.', '/'));
                assertThat(place.asText()).as(paper + " " + matcher.group(2)).isEqualTo(matcher.group(1));
                figures++;
            }
        }
        assertThat(figures).isGreaterThan(10);
    }

    private static String made(String plan, Map<String, String> parameters) throws IOException {
        return new PrivacyConfig(ROOT, plan, parameters).text("");
    }

    private static JsonNode config(String plan, Map<String, String> parameters) throws IOException {
        return Json.read(made(plan, parameters), JsonNode.class);
    }
}
