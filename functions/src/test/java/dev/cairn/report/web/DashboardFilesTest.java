package dev.cairn.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HttpRequest;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.TextResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files (B6): small, all our own, and without code that parses text as HTML. */
class DashboardFilesTest {
    private static final int LARGEST_BYTES = 200_000;
    private static final int LARGEST_WORDS_BYTES = 40_000;

    /** Hosts that belong to nobody (RFC 2606), in what the forms suggest. */
    private static final Pattern NOBODYS = Pattern.compile("https?://([a-z0-9-]+\\.)*example\\.?");

    private static final Pattern ADDRESS = Pattern.compile("https?://[a-z0-9.-]+", Pattern.CASE_INSENSITIVE);
    /** A name space, an example, and the beginning of an address that somebody types. */
    private static final Set<String> NOWHERE = Set.of("http://www.w3.org", "https://shop.example", "https://www.");

    private static final Pattern UNSAFE = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|\\bstyle=|\\son[a-z]+=");

    private final DashboardFiles assets = new DashboardFiles(new BrowserPaths("/e", "/stones.js", "/p.gif"));

    /** Everything but the words of other languages, of which a browser loads one file. */
    @Test
    void B6_theWholeDashboardIsUnder200KilobytesCompressed() throws Exception {
        long bytes = 0;
        int largestWords = 0;
        for (Path file : files()) {
            String text = Files.readString(file);
            String served = file.toString().endsWith(".js") ? DashboardFiles.withoutComments(text) : text;
            int size = gzip(served.getBytes(StandardCharsets.UTF_8));
            if (file.toString().contains("messages")) {
                largestWords = Math.max(largestWords, size);
            } else {
                bytes += size;
            }
        }
        System.out.println("The dashboard is " + bytes + " bytes, compressed, of " + files().size()
                + " files; the words of a language are at most " + largestWords + ".");
        assertThat(bytes).isBetween(50_000L, (long) LARGEST_BYTES);
        assertThat(largestWords).isLessThan(LARGEST_WORDS_BYTES);
    }

    @Test
    void commentsAreNotServedAndLinesStayWhereTheyAre() {
        assertThat(DashboardFiles.withoutComments("""
                /**
                 * Says what.
                 */
                const glob = '/app/**' + 1; /* kept */
                  /** @type {string} */
                let more = '/**/';
                /** @type {string} */ (more).length; /** kept */
                let last = /** @type {string} */ (more);
                """)).isEqualTo("""



                const glob = '/app/**' + 1; /* kept */

                let more = '/**/';
                /** @type {string} */ (more).length; /** kept */
                let last = /** @type {string} */ (more);
                """);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFileIsServedUnderTheStrictPolicyWithATag(String name) {
        TextResponse content = (TextResponse) assets.asset(call(name));

        assertThat(content.status()).isEqualTo(200);
        assertThat(content.etag()).isNotNull();
        assertThat(content.headers().get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing.js",
                "..",
                "../index.html",
                "index.html",
                ".js",
                "main.js.map",
                "MAIN.js",
                "a/b.js",
                "ui",
                "ui/",
                "ui//dom.js",
                "/ui/dom.js",
                "ui/../main.js",
                "../app/main.js",
                "ui/.js",
                "views/ui/dom.js"
            })
    void nothingElseIs(String name) {
        assertThat(assets.asset(call(name))).isInstanceOf(ErrorResponse.class);
    }

    @Test
    void thePageNamesTheScriptOfThisStack() {
        TextResponse page = (TextResponse) assets.page(call(""));

        assertThat(page.body()).contains("content=\"/stones.js\"").doesNotContain("{{");
    }

    @ParameterizedTest
    @MethodSource("names")
    void noFileNamesAnotherHostOrMakesTextIntoAPage(String name) throws Exception {
        String text = Files.readString(folder().resolve("app").resolve(name));
        Matcher address = ADDRESS.matcher(text);
        if (!name.startsWith("uplot")) {
            assertThat(UNSAFE.matcher(text).results().map(found -> found.group()))
                    .isEmpty();
        }
        assertThat(address.results()
                        .map(found -> found.group())
                        .filter(each -> !NOWHERE.contains(each))
                        .filter(each -> !NOBODYS.matcher(each).matches()))
                .allMatch(each -> name.startsWith("uplot") && each.equals("https://github.com"));
    }

    static List<String> names() throws Exception {
        Path app = folder().resolve("app");
        return files().stream()
                .filter(file -> file.startsWith(app))
                .map(file -> app.relativize(file).toString())
                .toList();
    }

    private static ApiRequest call(String name) {
        HttpRequest request =
                new HttpRequest("GET", "/app/" + name, Map.of(), Map.of(), new byte[0], "192.0.2.1", 0, "r");
        return new ApiRequest(request, Map.of("file", name));
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> app = Files.walk(folder().resolve("app"))) {
            return Stream.concat(app.filter(Files::isRegularFile).sorted(), Stream.of(folder().resolve("index.html")))
                    .toList();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DashboardFilesTest.class.getResource("/public"))
                .toURI());
    }

    private static int gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.size();
    }
}
