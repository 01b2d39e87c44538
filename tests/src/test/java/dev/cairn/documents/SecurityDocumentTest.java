package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/security.md} and {@code tests/hostile/cases.txt} name exist. */
class SecurityDocumentTest {
    /** Without the property the working directory is the module's build folder. */
    private static final Path HOME =
            Path.of(System.getProperty("cairn.home", Path.of("..", "..").toString()));

    private static final List<String> MODULES = List.of("functions", "local", "tests");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*Test)(?:[.#](\\w+))?");
    private static final String PROMISES = ".ci/check_template.py";

    private final Map<String, String> sources = sources();
    private final String promises = read(HOME.resolve(PROMISES));

    @Test
    void everyThreatNamesATestThatExists() {
        List<String> rows = read(HOME.resolve("docs/security.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat |"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            String[] cells = row.split("(?<!\\\\)\\|");
            assertThat(cells).as(row).hasSize(4);
            assertThat(missing(names(cells[3]))).as(row).isEmpty();
            assertThat(names(cells[3])).as(row).isNotEmpty();
        });
    }

    @Test
    void everyHostileCaseNamesATestThatExists() {
        List<String> cases = read(HOME.resolve("tests/hostile/cases.txt"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\|")[1].strip())
                .toList();

        assertThat(cases).hasSizeGreaterThan(50);
        assertThat(missing(cases)).isEmpty();
    }

    private static List<String> names(String cell) {
        return NAMED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    /** The names of which there is no test. A method without a class is one of the class before it, or a promise. */
    private List<String> missing(List<String> names) {
        List<String> missing = new ArrayList<>();
        String last = null;
        for (String name : names) {
            Matcher test = TEST.matcher(name);
            if (test.matches()) {
                last = test.group(1);
                if (!sources.containsKey(last) || test.group(2) != null && !isIn(last, test.group(2))) {
                    missing.add(name);
                }
            } else if (!isPromise(name) && !Files.isRegularFile(HOME.resolve(name)) && !isIn(last, name)) {
                missing.add(name);
            }
        }
        return missing;
    }

    private boolean isPromise(String name) {
        return promises.contains("\ndef " + name.substring(name.indexOf('#') + 1) + "():");
    }

    /** Whether the class has that method, or the rule of that name. */
    private boolean isIn(@Nullable String test, String method) {
        return test != null
                && Pattern.compile("(void |ArchRule )" + Pattern.quote(method) + "\\b")
                        .matcher(sources.getOrDefault(test, ""))
                        .find();
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith("Test.java"))
                        .forEach(file -> sources.merge(
                                file.getFileName().toString().replace(".java", ""), read(file), String::concat));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
