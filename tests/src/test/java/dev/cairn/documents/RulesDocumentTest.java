package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/rules.md} explains every rule that the code and its tests cite, and every implemented rule of the
 * document is checked by a test.
 */
class RulesDocumentTest {
    /** Without the property the working directory is the module's build folder. */
    private static final Path HOME =
            Path.of(System.getProperty("cairn.home", Path.of("..", "..").toString()));

    private static final List<String> MODULES = List.of("functions", "local", "tests", "browser", "bench");

    /**
     * The script's rules have the same letter as the protocol's; these packages and modules cite the script's rules.
     */
    private static final List<String> CITES_THE_SCRIPT =
            List.of("browser/", "local/", "/dev/cairn/collect/", "/dev/cairn/report/web/", "/dev/cairn/domain/goal/");

    /** Look like rules, but are names of something else. */
    private static final Set<String> NOT_RULES = Set.of("S3");

    /** Checked by tests that do not name it. */
    private static final Set<String> HELD_WITHOUT_NAME = Set.of(
            // The build itself: mvn verify on a machine with a JDK and Maven.
            "r3",
            // tests/integrations, which needs Node.js, Chromium and PHP.
            "b9",
            // tests/bugs: "b6-" in RunBugs, "b12-" in ClosureBugs, each noticed by a test; BugsTest requires both.
            "protocol-b6",
            "protocol-b12");

    private static final String PROTOCOL = "protocol-";

    private static final String CODE = "[A-Z]\\d{1,2}[a-z]?";
    private static final String CODES = CODE + "(?:(?:, | and | to )" + CODE + ")*(?!\\w)";

    private static final Pattern ONE_CODE = Pattern.compile("\\b" + CODE + "\\b");
    private static final Pattern RANGE = Pattern.compile("([A-Z])(\\d{1,2}) to \\1(\\d{1,2})(?!\\w)");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]*)\"></a>");
    private static final Pattern HEADING =
            Pattern.compile("^### <a id=\"([^\"]*)\"></a>(" + CODE + ") (\\S.*?)( \\(not yet\\))?$", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile("\\bvoid\\s+((?:" + CODE + "_)+)");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern LINE_START = Pattern.compile("\\s*\\R\\s*\\*?\\s*");

    /** In parentheses, or before a colon or comma at the beginning of a Javadoc. */
    private static final Pattern CITED =
            Pattern.compile("\\((?:PROTOCOL |rules? )?(" + CODES + ")[^()]*\\)|^\\s*(?:PROTOCOL )?(" + CODES + ")[:,]");

    private static final Pattern TEST_METHOD =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

    /**
     * A rule of the document.
     *
     * @param anchor lower case; of the protocol's rules with a prefix
     */
    private record Rule(String anchor, String code, boolean notYet) {
        boolean isProtocol() {
            return anchor.startsWith(PROTOCOL);
        }
    }

    /**
     * A source file.
     *
     * @param cited codes in the names of its test methods and, in parentheses or at the beginning, in its Javadoc
     * @param mentioned every code anywhere in its Javadoc
     */
    private record Source(String path, boolean production, boolean tests, Set<String> cited, Set<String> mentioned) {
        static Source read(Path file) {
            String path = HOME.relativize(file).toString().replace('\\', '/');
            String text = content(file);
            Set<String> cited = new TreeSet<>();
            Set<String> mentioned = new TreeSet<>();
            METHOD.matcher(text)
                    .results()
                    .flatMap(method -> Stream.of(method.group(1).split("_")))
                    .forEach(cited::add);
            JAVADOC.matcher(text)
                    .results()
                    .map(javadoc ->
                            LINE_START.matcher(javadoc.group(1)).replaceAll(" ").strip())
                    .forEach(javadoc -> {
                        CITED.matcher(javadoc)
                                .results()
                                .map(list -> Optional.ofNullable(list.group(1)).orElse(list.group(2)))
                                .forEach(list -> cited.addAll(codes(list)));
                        mentioned.addAll(codes(javadoc));
                    });
            cited.removeAll(NOT_RULES);
            mentioned.addAll(cited);
            return new Source(
                    path,
                    path.contains("/src/main/"),
                    path.contains("/src/test/") && TEST_METHOD.matcher(text).find(),
                    cited,
                    mentioned);
        }

        boolean citesTheScript() {
            return CITES_THE_SCRIPT.stream()
                    .anyMatch(place -> place.startsWith("/") ? path.contains(place) : path.startsWith(place));
        }

        String className() {
            return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
        }
    }

    private final List<String> anchors;
    private final List<Rule> rules;
    private final List<Source> sources;

    RulesDocumentTest() throws IOException {
        String text = content(HOME.resolve("docs").resolve("rules.md"));
        anchors = ANCHOR.matcher(text).results().map(found -> found.group(1)).toList();
        rules = HEADING.matcher(text)
                .results()
                .map(found -> new Rule(found.group(1), found.group(2), found.group(4) != null))
                .toList();
        sources = sources();
    }

    @Test
    void everyAnchorIsUniqueAndNamesItsRule() {
        assertThat(anchors).hasSizeGreaterThan(60).doesNotHaveDuplicates();
        assertThat(rules).extracting(Rule::anchor).containsExactlyElementsOf(anchors);
        assertThat(rules.stream().filter(rule -> !codeOf(rule.anchor()).equals(rule.code())))
                .as("rules whose anchor is another rule's")
                .isEmpty();
    }

    @Test
    void everyRuleThatIsCitedIsInTheDocument() {
        Set<String> known = anchors.stream().map(RulesDocumentTest::codeOf).collect(Collectors.toSet());

        List<String> missing = sources.stream()
                .flatMap(source -> source.cited().stream()
                        .filter(code -> !known.contains(code))
                        .map(code -> code + " in " + source.path()))
                .sorted()
                .toList();

        assertThat(missing).as("rules that docs/rules.md has no anchor for").isEmpty();
        assertThat(sources.stream().flatMap(source -> source.cited().stream()).distinct())
                .as("codes found at all")
                .hasSizeGreaterThan(50);
    }

    @Test
    void everyRuleIsHeldByATest() {
        List<String> unheld = new ArrayList<>();
        List<String> heldAlready = new ArrayList<>();
        StringBuilder table = new StringBuilder("rule         production files  held by\n");
        for (Rule rule : rules) {
            long production = sources.stream()
                    .filter(Source::production)
                    .filter(source -> source.mentioned().contains(rule.code()) && means(source, rule))
                    .count();
            Set<String> held = sources.stream()
                    .filter(Source::tests)
                    .filter(source -> source.cited().contains(rule.code()) && means(source, rule))
                    .map(Source::className)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!rule.notYet() && held.isEmpty()) {
                unheld.add(rule.anchor());
            }
            if (rule.notYet() && !held.isEmpty()) {
                heldAlready.add(rule.anchor());
            }
            table.append("%-12s %16d  %s%n"
                    .formatted(
                            rule.anchor(),
                            production,
                            held.isEmpty() && rule.notYet() ? "(not yet)" : String.join(", ", held)));
        }
        System.out.print(table);

        assertThat(unheld)
                .as("rules that no test names; one that a test holds all the same belongs in HELD_WITHOUT_NAME, and "
                        + "one that a test names by now does not")
                .containsExactlyInAnyOrderElementsOf(HELD_WITHOUT_NAME);
        assertThat(heldAlready).as("rules marked (not yet) that tests name").isEmpty();
    }

    /** Whether a file that cites the code means this rule, if two rules share the code. */
    private boolean means(Source source, Rule rule) {
        boolean ambiguous =
                rules.stream().filter(other -> other.code().equals(rule.code())).count() > 1;
        return !ambiguous || source.citesTheScript() != rule.isProtocol();
    }

    private static String codeOf(String anchor) {
        return anchor.replaceFirst("^" + PROTOCOL, "").toUpperCase(Locale.ROOT);
    }

    /** The codes of a text, with ranges such as F4 to F6 expanded. */
    private static Set<String> codes(String text) {
        Set<String> codes = new TreeSet<>();
        ONE_CODE.matcher(text).results().forEach(found -> codes.add(found.group()));
        Matcher range = RANGE.matcher(text);
        while (range.find()) {
            String letter = range.group(1);
            IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
                    .forEach(number -> codes.add(letter + number));
        }
        return codes;
    }

    private static List<Source> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            for (String part : List.of("main", "test")) {
                Path folder = HOME.resolve(module).resolve("src").resolve(part).resolve("java");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> all = Files.walk(folder)) {
                        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        return files.stream()
                .sorted(Comparator.comparing(Path::toString))
                .map(Source::read)
                .toList();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
