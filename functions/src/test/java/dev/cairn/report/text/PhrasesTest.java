package dev.cairn.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.model.Language;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every sentence is there in every language. */
class PhrasesTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
    private static final Set<String> SAME_WORDS = Set.of(
            "past.conversions.one",
            "past.conversions.other",
            "past.day",
            "segment",
            "segment.browser",
            "targets.so_far_only");
    private static final Path BLOCKS = Path.of("src/main/java/dev/cairn/report/today");
    private static final Path DIGEST = Path.of("src/main/java/dev/cairn/digest");

    @ParameterizedTest
    @EnumSource
    void everyLanguageHasTheSamePhrasesWithTheSamePlaces(Language language) {
        Phrases english = Phrases.english();
        Phrases phrases = Phrases.of(language);

        assertThat(phrases.keys()).isEqualTo(english.keys());
        assertThat(english.keys())
                .allSatisfy(key -> assertThat(places(phrases, key)).as(key).isEqualTo(places(english, key)));
    }

    private static Set<String> places(Phrases phrases, String key) {
        return PLACE.matcher(phrases.pattern(key))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void noSentenceIsLeftInEnglish(Language language) {
        Phrases english = Phrases.english();
        Set<String> left = new TreeSet<>(english.keys());
        left.removeIf(key -> key.startsWith("pattern.")
                || !PLACE.matcher(english.pattern(key)).replaceAll("").contains(" ")
                || !english.pattern(key).equals(Phrases.of(language).pattern(key)));

        left.removeAll(SAME_WORDS);
        assertThat(left).isEmpty();
    }

    @Test
    void noPhraseIsUnused() throws IOException {
        String code = source(BLOCKS) + source(DIGEST) + source(Path.of("src/main/java/dev/cairn/report/text"));
        Set<String> unused = new TreeSet<>();
        for (String key : Phrases.english().keys()) {
            String base = key.replaceAll("\\.(one|other)$", "").replaceAll("_so_far$", "");
            String prefix = base.substring(0, base.indexOf('.') + 1);
            String longer = base.substring(0, base.lastIndexOf('.') + 1);
            boolean built = !prefix.isEmpty()
                    && (code.contains("\"" + prefix + "\" + ") || code.contains("\"" + longer + "\" + "));
            if (!built && !code.contains('"' + base + '"')) {
                unused.add(key);
            }
        }
        assertThat(unused).isEmpty();
    }

    private static String source(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder source = new StringBuilder();
            for (Path file : files.toList()) {
                source.append(Files.readString(file));
            }
            return source.toString();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0      | 0%
            0.0001 | less than 1%
            0.005  | 1%
            0.5    | 50%
            0.9949 | 99%
            0.9999 | more than 99%
            1      | 100%
            """)
    void neitherNothingNorAllIsSaidOfWhatIsNot(double share, String said) {
        assertThat(Phrases.english().percent(share)).isEqualTo(said);
    }

    @Test
    void figuresAreWrittenAsTheLanguageWritesThem() {
        BigDecimal amount = new BigDecimal("20408.5");
        assertThat(Phrases.english().money(amount, "JPY")).isEqualTo("¥20,409");
        assertThat(Phrases.of(Language.GERMAN).money(amount, "EUR")).isEqualTo("20.408,50\u00a0€");
        assertThat(Phrases.of(Language.FRENCH).count(1833)).isEqualTo("1\u202f833");
        assertThat(Phrases.english().finePercent(0.0004)).isEqualTo("less than 0.1%");
    }

    @Test
    void idsAreSaidInWords() {
        assertThat(Phrases.english().goal("add_to_cart")).isEqualTo("Add to cart");
        assertThat(Phrases.english().goal("_")).isEqualTo("_");
    }
}
