package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.statistic.Dimension;
import dev.cairn.domain.statistic.FunnelStatistic;
import dev.cairn.domain.statistic.StatisticDefinition;
import dev.cairn.store.statistic.StatisticRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} lists exactly the statistics, their breakdowns and where to read them. */
class StatisticsTest {
    /** The working directory is the module's build folder. */
    private static final Path API = Path.of("..", "..", "docs", "api.md");

    private static final Path OPEN_API =
            Path.of("..", "..", "functions", "src", "main", "resources", "public", "openapi.yaml");

    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+)` \\| (site|funnel) \\| (yes|no) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final String text;

    StatisticsTest() throws IOException {
        text = Files.readString(API);
    }

    private static String row(StatisticDefinition<?> statistic) {
        return statistic.name()
                + (statistic instanceof FunnelStatistic ? " funnel " : " site ")
                + (statistic.hasBreakdowns() ? "yes" : "no");
    }

    @Test
    void theTableHasExactlyTheStatisticsThereAre() {
        List<String> documented = ROW.matcher(text)
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        StatisticRegistry.ALL.stream().map(StatisticsTest::row).toList());
    }

    @Test
    void theTableLeadsToAddressesThatAreDocumented() throws IOException {
        String documented = Files.readString(OPEN_API);
        List<String> addresses = new ArrayList<>();
        ROW.matcher(text).results().forEach(row -> addresses.addAll(quoted(row.group(4))));

        assertThat(addresses)
                .filteredOn(address -> address.startsWith("/"))
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(address -> assertThat(documented).contains("\n  " + address.split("\\?")[0] + ":\n"));
    }

    @Test
    void breakdownIsOneOfTheDimensionsThereAre() {
        String sentence = text.substring(text.indexOf("`breakdown`\nis one of ") + "`breakdown`\n".length());

        assertThat(quoted(sentence.substring(0, sentence.indexOf('.'))))
                .containsExactlyElementsOf(
                        Arrays.stream(Dimension.values()).map(Dimension::word).toList());
    }

    @Test
    void viewIsOneOfTheStatisticsOfAFunnel() {
        String sentence = text.substring(text.indexOf("`view` is ") + "`view` is ".length());

        assertThat(quoted(sentence.substring(0, sentence.indexOf('.'))))
                .containsExactlyElementsOf(StatisticRegistry.ofFunnels().stream()
                        .map(StatisticDefinition::name)
                        .toList());
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
