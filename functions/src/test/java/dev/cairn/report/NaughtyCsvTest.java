package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cairn.Pipeline;
import dev.cairn.report.ReportWorld.Reply;
import dev.cairn.report.api.CsvInjectionGuard;
import dev.cairn.report.selection.Selection;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ASVS 1.2.10: no formula survives. Every string of the Big List of Naughty Strings, and formulas after every prefix
 * that a spreadsheet ignores, are sent in every field and read as CSV.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NaughtyCsvTest {
    private static final List<String> FIELDS =
            List.of("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    /** Prefixes that a spreadsheet may ignore at the beginning of a cell, followed by the start of a formula. */
    private static final Pattern FORMULA =
            Pattern.compile("[\"\\p{Z}\\p{Cc}\\p{Cf}]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

    private final ReportWorld world = new ReportWorld();
    private final List<String> texts = new ArrayList<>();

    @BeforeAll
    void everythingIsSent() throws IOException {
        try (InputStream in =
                new GZIPInputStream(NaughtyCsvTest.class.getResourceAsStream("/collect/naughty-strings.json.gz"))) {
            Json.MAPPER.readTree(in).forEach(text -> texts.add(text.asText()));
        }
        for (String before : List.of("", " ", "\"", "\"'", "\uFEFF", "\u200B", "a;", "a\n", "a\t", "a\r\n", "x;\" ")) {
            for (String formulaStart : List.of("=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20")) {
                texts.add(before + formulaStart + "1+cmd|' /C calc'!A0");
            }
        }
        world.clock.forward(java.time.Duration.ofHours(-1));
        Pipeline pipeline = new Pipeline(world.memory, world.clock, ReportWorld.PLAN, "shop");
        for (int i = 0; i < texts.size(); i++) {
            pipeline.post(body(i, texts.get(i)));
        }
        pipeline.drain(500);
        pipeline.aggregate();
        world.clock.forward(java.time.Duration.ofHours(1));
        for (String text : texts) {
            ObjectNode key = Json.MAPPER.createObjectNode().put("site", "shop").put("name", text);
            key.putArray("scopes").add("stats:read");
            world.call("POST", "/v1/keys", ReportWorld.ADMIN, Map.of(), Json.write(key));
        }
    }

    private static String body(int number, String text) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop").put("visitor", "v" + number);
        body.putObject("consent").put("analytics", true);
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String query = String.join(
                "&", FIELDS.stream().map(field -> field + "=" + encoded).toList());
        body.putObject("context")
                .put("url", "https://shop.example/" + encoded + "?" + query)
                .put("referrer", text)
                .put("user_agent", "Mozilla/5.0 (X11; Linux x86_64) " + text);
        ArrayNode events = body.putArray("events");
        events.addObject().put("id", "n" + number).put("name", text);
        events.addObject()
                .put("id", "p" + number)
                .put("name", "like")
                .putObject("props")
                .put(text, text);
        events.addObject().put("id", "o" + number).put("name", "purchase").put("order_id", text);
        events.addObject().put("id", text).put("name", text).put("type", text);
        return body.toString();
    }

    static Stream<String> resources() {
        String days = "?from=2025-02-27&to=2025-02-27";
        Stream<String> breakdowns = Stream.of("overview", "goals", "funnels/checkout")
                .flatMap(resource -> Selection.DIMENSIONS.keySet().stream()
                        .sorted()
                        .map(word -> "/v1/sites/shop/" + resource + days + "&breakdown=" + word));
        return Stream.concat(
                breakdowns,
                Stream.of(
                        "/v1/sites/shop/events" + days,
                        "/v1/sites/shop/health" + days,
                        "/v1/sites/shop/channels" + days + "&funnel=checkout",
                        "/v1/sites/shop/recent",
                        "/v1/keys"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void noFormulaSurvivesAndEveryTextComesBack(String target) {
        String csv = csv(target);
        List<List<String>> cells = read(csv, ',');

        for (char separator : new char[] {',', ';', '\t'}) {
            assertThat(separator == ',' ? cells.stream() : split(csv, separator))
                    .allSatisfy(row -> assertThat(row).allSatisfy(NaughtyCsvTest::isHarmless));
        }
        TreeSet<String> inCsv = new TreeSet<>();
        cells.forEach(inCsv::addAll);
        assertThat(inCsv).containsAll(guardedTexts(target));
    }

    @Test
    void theNaughtyStringsAreThere() {
        assertThat(csv("/v1/sites/shop/events?from=2025-02-27&to=2025-02-27")).contains("<script>", "'=1+cmd|");
        assertThat(csv("/v1/sites/shop/overview?from=2025-02-27&to=2025-02-27&breakdown=campaign"))
                .contains("'\uFF1D1+cmd|", "alert(123)", "DROP TABLE");
        assertThat(world.get("/v1/keys").json().path("keys").size()).isGreaterThan(400);
    }

    private String csv(String target) {
        StringBuilder csv = new StringBuilder();
        Reply reply = world.get(target + (target.contains("?") ? "&" : "?") + "format=csv");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("link");
        return csv.append(reply.body()).toString();
    }

    private static void isHarmless(String cell) {
        assertThat(NUMBER.matcher(cell).matches() || !FORMULA.matcher(cell).matches())
                .as("a cell that a spreadsheet takes for a formula: " + cell)
                .isTrue();
    }

    private static List<List<String>> read(String csv, char separator) {
        List<List<String>> rows = new ArrayList<>();
        for (CsvRecord row : CsvReader.builder().fieldSeparator(separator).ofCsvRecord(csv)) {
            rows.add(row.getFields());
        }
        return rows;
    }

    /** Splits like a spreadsheet with a different separator, to which quotes within a cell mean nothing. */
    private static Stream<List<String>> split(String csv, char separator) {
        return csv.lines().map(line -> Arrays.asList(line.split(Pattern.quote(String.valueOf(separator)))));
    }

    /** Every text of the JSON rows after the guard; a list of names is one cell. */
    private TreeSet<String> guardedTexts(String target) {
        TreeSet<String> guarded = new TreeSet<>();
        JsonNode json = world.get(target).json();
        for (String rows : List.of("rows", "events", "keys")) {
            json.path(rows).forEach(row -> addTexts(row, guarded));
        }
        return guarded;
    }

    private static void addTexts(JsonNode node, TreeSet<String> into) {
        if (node.isTextual()) {
            into.add(CsvInjectionGuard.guarded(node.asText()));
        } else if (node.isObject()) {
            node.forEach(each -> addTexts(each, into));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=1|'=1",
                " =1|' =1",
                "a;=1|a;'=1",
                "a; \"=1|a;' \"=1",
                "a\t@b|a\t'@b",
                "a=1|a=1",
                "a;b|a;b",
                "plain, text|plain, text"
            })
    void whatIsGuardedAndWhatIsNot(String text, String guarded) {
        assertThat(CsvInjectionGuard.guarded(text)).isEqualTo(guarded);
    }

    @Test
    void blanksThatSpreadsheetsOverlookAreGuarded() {
        assertThat(List.of("\t=1", "\r=1", "\n=1", "\tx", "\rx", "\nx", "\0x", "\uFEFF=x", "\u200B=x", ""))
                .extracting(CsvInjectionGuard::guarded)
                .containsExactly(
                        "'\t'=1", "'\r'=1", "'\n'=1", "'\tx", "'\rx", "'\nx", "'\0x", "'\uFEFF=x", "'\u200B=x", "");
    }
}
