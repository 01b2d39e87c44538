package dev.cairn.plan.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.parse.PlanCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 4: at most 2 MiB, depth 32; aliases do not explode. */
class DocumentParserTest {
    private final PlanErrors faults = new PlanErrors();

    @Test
    void anAliasStandsForWhatItsAnchorHolds() {
        Node node = read("base: &b {x: 1}\nother: *b\nlist: [*b, *b]\n");

        assertThat(faults.all()).isEmpty();
        assertThat(node).isEqualTo(read("base: {x: 1}\nother: {x: 1}\nlist: [{x: 1}, {x: 1}]\n"));
    }

    @Test
    void section4_aliasesOfAliasesDoNotExplode() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, before))));
        }
        Instant began = Instant.now();

        boolean refused = read(bomb.toString()) == null;

        assertThat(refused).isTrue();
        assertThat(faults.all()).singleElement().asString().contains("more than 1000000 values");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anAliasWithinItsOwnAnchorIsAFault() {
        read("a: &a [*a]");

        assertThat(faults.all()).containsExactly(new PlanError("a[0]", "no anchor \"a\" before this alias"));
    }

    @Test
    void section4_depth32IsReadAnd33IsNot() {
        // The document itself is the first level.
        read("a: " + "[".repeat(31) + "]".repeat(31));
        assertThat(faults.all()).isEmpty();

        read("a: " + "[".repeat(32) + "]".repeat(32));
        assertThat(faults.all()).singleElement().asString().contains("deeper than 32 levels");
    }

    @Test
    void section4_depthCountsThroughAliases() {
        read("a: &a " + "[".repeat(20) + "]".repeat(20) + "\nb: " + "[".repeat(11) + "*a" + "]".repeat(11));
        assertThat(faults.all()).isEmpty();

        read("a: &a " + "[".repeat(20) + "]".repeat(20) + "\nb: " + "[".repeat(12) + "*a" + "]".repeat(12));
        assertThat(faults.all()).singleElement().asString().contains("deeper than 32 levels");
    }

    @Test
    void aVeryDeepDocumentIsAFaultAndNotAnOverflow() {
        assertThat(read("[".repeat(1_000_000))).isNull();
        assertThat(read("{\"a\":".repeat(200_000))).isNull();
        assertThat(faults.all()).isNotEmpty();
    }

    @Test
    void section4_2MiBAreReadAndOneByteMoreIsNot() {
        String start = "extends: default\n#";
        String full = start + "ä".repeat((DocumentParser.MAX_BYTES - start.length()) / 2);
        full += "x".repeat(DocumentParser.MAX_BYTES - full.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        assertThat(read(full)).isNotNull();

        assertThat(read(full + "x")).isNull();
        assertThat(faults.all()).containsExactly(new PlanError("", "the plan is larger than 2 MiB"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text         | TEXT    | text",
                "\"42\"       | TEXT    | 42",
                "42           | NUMBER  | 42",
                "-1.50        | NUMBER  | -1.50",
                "+18%         | TEXT    | +18%",
                "2026-10-01   | TEXT    | 2026-10-01",
                "30d          | TEXT    | 30d",
                "true         | BOOLEAN | true",
                "yes          | TEXT    | yes",
                "null         | NOTHING | null",
                "~            | NOTHING | null",
                ".nan         | TEXT    | .nan",
                "12:30:00     | TEXT    | 12:30:00",
            })
    void yamlScalarsAreWhatTheyLookLike(String yaml, Node.Type type, String text) {
        assertThat(read("a: " + yaml)).isEqualTo(new Node.Mapping(Map.of("a", new Node.Scalar(type, text))));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheDocument() {
        assertThat(read("\uFEFFa: b")).isEqualTo(read("a: b"));
        assertThat(read("\uFEFF{\"a\": \"b\"}")).isEqualTo(read("a: b"));
    }

    @Test
    void yamlsFlowStyleMayBeginLikeJson() {
        assertThat(read("{a: [b, c]}")).isEqualTo(read("a: [b, c]"));
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void hugeNumbersCostNothing() {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            numbers.add("1e" + (999_999_000 + i));
        }
        Instant began = Instant.now();
        PlanCheck.check("{\"goals\": {\"g\": {\"tier\": \"macro\", \"match\": {\"props\": {\"p\": {\"in\": ["
                + String.join(",", numbers) + "]}}}}}}");

        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    private Node read(String source) {
        return DocumentParser.read(source, faults);
    }
}
