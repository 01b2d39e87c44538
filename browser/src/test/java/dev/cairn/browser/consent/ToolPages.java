package dev.cairn.browser.consent;

import dev.cairn.browser.harness.PageServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Serves a tool's files from a customer's web server, and provides the lines of a page's head that load them. */
final class ToolPages {
    /** Next to {@code browser/target}, where tests run. */
    private static final Path PACKAGES = Path.of("..", "node_modules");

    private final ConsentTool tool;

    ToolPages(ConsentTool tool) {
        this.tool = tool;
    }

    /** Why the tool cannot be tested here, as a sentence; empty if it can. */
    Optional<String> missing() {
        return files().filter(file -> !Files.isRegularFile(dist(file)))
                .findFirst()
                .map(file -> tool.npmPackage()
                        + " is not in browser/node_modules; tests/browser fetches it where there is npm and a network");
    }

    /** The stub, then the tool, deferred: later elements of the head run after it. */
    String head(PageServer pages) throws IOException {
        for (String file : files().toList()) {
            String type = file.endsWith(".css") ? "text/css" : "text/javascript; charset=utf-8";
            pages.file("/" + file, type, Files.readAllBytes(dist(file)));
        }
        byte[] recipe = Documentation.recipe(tool.heading(), tool.sitesOwn()).getBytes(StandardCharsets.UTF_8);
        pages.file("/" + ConsentTool.RECIPE, "text/javascript; charset=utf-8", recipe);
        return Documentation.stub()
                + lines("<link rel='stylesheet' href='/%s'>", tool.styles())
                + lines("<script defer src='/%s'></script>", tool.scripts());
    }

    private static String lines(String line, List<String> files) {
        return files.stream().map(line::formatted).collect(Collectors.joining());
    }

    private Stream<String> files() {
        return Stream.concat(tool.styles().stream(), tool.scripts().stream())
                .filter(file -> !file.equals(ConsentTool.RECIPE));
    }

    private Path dist(String file) {
        return PACKAGES.resolve(tool.npmPackage()).resolve("dist").resolve(file);
    }
}
