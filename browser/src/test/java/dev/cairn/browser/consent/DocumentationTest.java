package dev.cairn.browser.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recipes are in docs/browser.md where the tests expect them; needs no browser. */
class DocumentationTest {
    private static final List<ConsentTool> TOOLS = List.of(new CookieConsent(), new Klaro());

    @Test
    void theVersionsItNamesAreThoseThatAreTested() throws Exception {
        JsonNode versions =
                Json.MAPPER.readTree(Path.of("..", "package.json").toFile()).path("dependencies");
        String text = Documentation.text().replaceAll("\\s+", " ");
        for (ConsentTool tool : TOOLS) {
            assertThat(text)
                    .contains(tool.npmPackage() + " "
                            + versions.path(tool.npmPackage()).asText());
        }
    }

    @Test
    void eachToolHasOneRecipeInWhichOnlyTheSitesOwnIsLeftOut() {
        for (ConsentTool tool : TOOLS) {
            assertThat(Documentation.recipe(tool.heading(), "SITE’S OWN"))
                    .contains("cairn.consent(", "SITE’S OWN")
                    .doesNotContain("…");
        }
    }
}
