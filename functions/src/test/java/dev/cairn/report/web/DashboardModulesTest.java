package dev.cairn.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which of the dashboard's modules may import which (docs/dashboard.md). */
class DashboardModulesTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()'(\\.[^']+)'");
    private static final Pattern STATIC_IMPORT = Pattern.compile("from '(\\.[^']+)'");
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            "", Set.of("", "views", "settings", "setup", "editor", "ui", "api"),
            "settings", Set.of("settings", "setup", "editor", "ui", "api"),
            "setup", Set.of("setup", "editor", "ui", "api"),
            "views", Set.of("views", "ui", "api"),
            "editor", Set.of("editor", "ui", "api"),
            "ui", Set.of("ui", "api"),
            "api", Set.of("api"));

    /** For each module, the modules it imports, as paths below app/. */
    private static final Map<String, List<String>> IMPORTS = new TreeMap<>();

    /** The same without those that are imported when they are needed. */
    private static final Map<String, List<String>> STATIC = new TreeMap<>();

    @BeforeAll
    static void read() throws Exception {
        Path app = app();
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                IMPORTS.put(app.relativize(file).toString(), imports(IMPORT, app, file));
                STATIC.put(app.relativize(file).toString(), imports(STATIC_IMPORT, app, file));
            }
        }
    }

    @Test
    void everyImportNamesAFile() {
        assertThat(IMPORTS.values().stream().flatMap(List::stream)).isNotEmpty().allMatch(IMPORTS::containsKey);
    }

    @Test
    void aFolderImportsOnlyFromThoseBelowIt() {
        assertThat(IMPORTS.keySet().stream().map(DashboardModulesTest::folder).distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
        IMPORTS.forEach((module, imported) -> assertThat(imported)
                .as(module)
                .allMatch(each -> MAY_IMPORT.get(folder(module)).contains(folder(each))));
    }

    @Test
    void noModuleImportsItselfThroughOthers() {
        IMPORTS.keySet().forEach(module -> assertThat(circle(module, List.of())).isEmpty());
    }

    /** Otherwise a browser would learn of a module only from the one that imports it, a round trip later each. */
    @Test
    void H6_2_thePagePreloadsWhatItsFirstViewsNeed() throws Exception {
        String page = Files.readString(app().resolveSibling("index.html"));
        Set<String> needed = new TreeSet<>();
        List.of("start.js", "main.js", "views/overview.js", "views/today.js")
                .forEach(module -> collect(module, needed));
        needed.remove("start.js");

        List<String> preloaded = Pattern.compile("<link rel=\"modulepreload\" href=\"/app/([^\"]+)\">")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(preloaded).containsExactlyInAnyOrderElementsOf(needed);
    }

    private static void collect(String module, Set<String> needed) {
        if (needed.add(module)) {
            STATIC.getOrDefault(module, List.of()).forEach(each -> collect(each, needed));
        }
    }

    /** An import cycle reached from the module; empty if there is none. */
    private static List<String> circle(String module, List<String> way) {
        List<String> longer = new ArrayList<>(way);
        longer.add(module);
        if (way.contains(module)) {
            return longer;
        }
        return IMPORTS.getOrDefault(module, List.of()).stream()
                .map(each -> circle(each, longer))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> imports(Pattern pattern, Path app, Path file) throws Exception {
        return pattern.matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
                .results()
                .map(found -> Objects.requireNonNull(file.getParent()).resolve(found.group(1)))
                .map(target -> app.relativize(target.normalize()).toString())
                .toList();
    }

    private static String folder(String module) {
        int slash = module.indexOf('/');
        return slash < 0 ? "" : module.substring(0, slash);
    }

    private static Path app() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DashboardModulesTest.class.getResource("/public/app"))
                .toURI());
    }
}
