package dev.cairn.plan.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteDocumentTest {
    private static final String BLOCKS = """
            # rival: renews in May
            extends: default
            goals:
              blog_read: {tier: micro, match: {url: "/blog/*"}}   # as rival wants it
            sites:
              lamps:
                name: |
                  Lamps
                  of all kinds
                # ours: the fair
                currency: EUR   # since 2002
                about: >
                  Our shop
              # rival: behind with its bills
              shop:
                name: rival
                origins: ["https://rival.example"]
            """;

    private static Stream<String> documents() {
        return Stream.of(
                BLOCKS,
                BLOCKS.replace("\n  ", "\n     "),
                "\uFEFF" + BLOCKS,
                "extends: default\nsites: {lamps: {name: Lamps, currency: EUR}, shop: {name: rival}}\n",
                "{\"extends\":\"default\",\"sites\":{\"shop\":{\"name\":\"rival\"},\"lamps\":{\"currency\":\"EUR\"}}}",
                "sites:\n  lamps:\n    currency: EUR\n    \"na\\u006de\": \"a 😀\"\n  shop: {name: rival} # rival");
    }

    private static Node at(String source, String... path) {
        Node node = DocumentParser.node(source);
        for (String key : path) {
            node = ((Node.Mapping) node).entries().get(key);
        }
        return node;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void section4_ofOtherSitesNothingIsSeen(String source) {
        String seen = SiteDocument.of(source, "lamps");

        assertThat(seen).doesNotContain("rival").doesNotContain("shop:");
        assertThat(at(seen, "sites"))
                .isEqualTo(new Node.Mapping(java.util.Map.of("lamps", at(source, "sites", "lamps"))));
        assertThat(SiteDocument.of(source, "chairs")).doesNotContain("rival").doesNotContain("sites");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void section4_whatIsSeenIsPutBackWithoutAnyChange(String source) {
        String seen = SiteDocument.of(source, "lamps");

        assertThat(SiteDocument.outside("lamps", source, seen)).isEmpty();
        assertThat(DocumentParser.node(SiteDocument.merged(source, "lamps", seen)))
                .isEqualTo(DocumentParser.node(source));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void section4_aChangedBlockChangesNothingElse(String source) {
        String changed = SiteDocument.of(source, "lamps").replaceFirst("EUR", "CHF");

        String merged = SiteDocument.merged(source, "lamps", changed);

        assertThat(at(merged, "sites", "lamps", "currency")).isEqualTo(new Node.Scalar(Node.Type.TEXT, "CHF"));
        assertThat(at(merged, "sites", "shop")).isEqualTo(at(source, "sites", "shop"));
        assertThat(PlanDiff.outside("lamps", DocumentParser.node(source), DocumentParser.node(merged)))
                .isEmpty();
    }

    @Test
    void theBlockKeepsItsCommentsAndTheDocumentEveryOtherLine() {
        String seen = SiteDocument.of(BLOCKS, "lamps");

        assertThat(seen).contains("    # ours: the fair\n    currency: EUR   # since 2002\n");
        assertThat(SiteDocument.merged(BLOCKS, "lamps", seen)).isEqualTo(BLOCKS);
        assertThat(SiteDocument.merged(BLOCKS, "lamps", seen.replace("the fair", "no fair")))
                .isEqualTo(BLOCKS.replace("the fair", "no fair"));
    }

    @Test
    void aBlockThatIsIndentedOtherwiseKeepsItsCommentsToo() {
        String sent = SiteDocument.of(BLOCKS.replace("\n  ", "\n      "), "lamps");

        assertThat(SiteDocument.merged(BLOCKS, "lamps", sent)).contains("# ours: the fair\n");
    }

    @Test
    void withoutItsBlockTheSiteIsRemovedAndNoOther() {
        String merged = SiteDocument.merged(BLOCKS, "lamps", "extends: default\n");

        assertThat(at(merged, "sites", "lamps")).isNull();
        assertThat(at(merged, "sites", "shop")).isEqualTo(at(BLOCKS, "sites", "shop"));
    }

    @Test
    void section4_whatDiffersElsewhereIsNamedAndNoMoreOfAnotherSiteThanWasSent() {
        assertThat(SiteDocument.outside("lamps", BLOCKS, BLOCKS)).isEmpty();
        assertThat(SiteDocument.outside("lamps", BLOCKS, BLOCKS.replace("name: rival", "name: revel")))
                .contains("sites.shop");
        assertThat(SiteDocument.outside("lamps", BLOCKS, BLOCKS + "  chairs: {name: rival}\n"))
                .contains("sites.chairs");
        String seen = SiteDocument.of(BLOCKS, "lamps");
        assertThat(SiteDocument.outside("lamps", BLOCKS, seen.replace("/blog/", "/news/")))
                .contains("goals.blog_read.match.url");
        assertThat(SiteDocument.outside("lamps", BLOCKS, seen.replace("extends: default\n", "")))
                .contains("extends");
    }
}
