package dev.cairn.browser.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Text from strangers is shown as text (the Big List of Naughty Strings in every field). */
class DashboardSafetyTest {
    private static final int EVENTS_A_BODY = 100;

    /** The views that show text from events. */
    private static final List<String> VIEWS = List.of(
            "#/overview?by=campaign",
            "#/overview?by=source",
            "#/overview?by=medium",
            "#/overview?by=term",
            "#/overview?by=content",
            "#/overview?by=referrer_host",
            "#/overview?by=entry_page",
            "#/funnels/checkout?by=campaign",
            "#/funnels/checkout?by=entry_page",
            "#/funnels/checkout?view=completion&by=campaign",
            "#/goals?by=campaign",
            "#/goals/purchase?by=entry_page",
            "#/channels",
            "#/health",
            "#/live");

    @RegisterExtension
    final BrowserFixture stage = new BrowserFixture();

    @Test
    void noNaughtyStringDoesAnythingAndTheyAreShownAsTheyAre() throws Exception {
        List<String> strings = naughtyStrings();
        assertThat(strings).hasSize(515);
        send(strings);

        Dashboard dashboard = Dashboard.signedIn(stage);
        for (String view : VIEWS) {
            dashboard.open(view + (view.contains("?") ? "&" : "?") + "range=today&all=1");
            dashboard.browser().script("document.querySelectorAll('details').forEach(each => { each.open = true; })");

            assertThat(dashboard.breaches()).as(view).isEmpty();
            assertThat(dashboard
                            .browser()
                            .script("return document.querySelectorAll("
                                    + "'main script, main iframe, main img:not([src^=\"/app/\"]), main object, main embed, main style,"
                                    + " main [onerror], main [onload], main marquee').length"))
                    .as(view)
                    .isEqualTo(0L);
            assertThat(dashboard.asked())
                    .as(view)
                    .allSatisfy(address -> assertThat(address.toString())
                            .startsWith(stage.cairn().origin() + "/"));
        }
        assertThat(shown(dashboard, "#/overview?by=campaign&range=today&all=1"))
                .containsAll(values("overview", "campaign"));
        assertThat(shown(dashboard, "#/health")).containsAll(names());
        assertThat(names()).anyMatch(name -> name.contains("<script>"));
        assertThat(values("overview", "campaign")).anyMatch(value -> value.contains("<script>"));
    }

    /** Puts each string into every field of its own event and visit. */
    private void send(List<String> strings) {
        for (int from = 0; from < strings.size(); from += EVENTS_A_BODY) {
            ObjectNode body =
                    Json.MAPPER.createObjectNode().put("site", stage.site().id());
            ArrayNode events = body.putArray("events");
            for (int i = from; i < Math.min(strings.size(), from + EVENTS_A_BODY); i++) {
                add(events, "name-" + i, strings.get(i), "plain", i);
                add(events, "interest-" + i, "product_interest", strings.get(i), i);
                add(events, "purchase-" + i, "purchase", strings.get(i), i).put("order_id", "o-" + i);
            }
            Trade.send(stage.cairn(), body);
        }
        stage.cairn().aggregate();
    }

    private static ObjectNode add(ArrayNode events, String id, String name, String text, int visitor) {
        ObjectNode event = events.addObject().put("id", id).put("name", name).put("visitor", "v-" + visitor);
        event.putObject("consent").put("analytics", true);
        event.putObject("props").put("text", text).put(text.isEmpty() ? "empty" : text, text);
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String tags = List.of("campaign", "source", "medium", "term", "content").stream()
                .map(tag -> "utm_" + tag + "=" + encoded)
                .collect(Collectors.joining("&"));
        event.putObject("context")
                .put("url", "https://shop.example/" + encoded.replace("+", "%20") + "?" + tags)
                .put("referrer", "https://" + text + "/" + text)
                .put("user_agent", text);
        return event;
    }

    private Set<String> shown(Dashboard dashboard, String view) {
        dashboard.open(view);
        Object texts = Objects.requireNonNull(dashboard
                .browser()
                .script("return [...document.querySelectorAll('.verbatim')].map(each => each.textContent)"));
        Set<String> shown = new TreeSet<>();
        ((List<?>) texts).forEach(text -> shown.add(String.valueOf(text)));
        return shown;
    }

    private Set<String> values(String resource, String dimension) {
        Set<String> values = new TreeSet<>();
        for (JsonNode row :
                stage.site().read(resource + "?breakdown=" + dimension).path("totals")) {
            JsonNode value = row.path("breakdown").path(dimension);
            if (value.isTextual() && !value.asText().startsWith("(")) {
                values.add(value.asText());
            }
        }
        return values;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        stage.site().read("health").path("today").path("events").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> naughtyStrings() throws IOException {
        List<String> strings = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(
                DashboardSafetyTest.class.getResourceAsStream("/collect/naughty-strings.json.gz")))) {
            Json.MAPPER.readTree(in).forEach(text -> strings.add(text.textValue()));
        }
        return strings;
    }
}
