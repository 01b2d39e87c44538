package dev.cairn.browser.consent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The code blocks of docs/browser.md, unchanged: the tests run what people copy. */
final class Documentation {
    /** Tests run in {@code browser/target}. */
    private static final Path FILE = Path.of("..", "..", "docs", "browser.md");

    private static final String ELLIPSIS = "…";

    private Documentation() {}

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("the documentation is not at " + FILE.toAbsolutePath(), e);
        }
    }

    /** The blocks of code of a language under a heading, {@code blocks("### Klaro", "js")}; at least one. */
    static List<String> blocks(String heading, String language) {
        List<String> blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(section(heading))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n') + 1, block.length() - "```".length()))
                .toList();
        if (blocks.isEmpty()) {
            throw new AssertionError("docs/browser.md has no block of " + language + " under: " + heading);
        }
        return blocks;
    }

    /** The only code block under its heading, with the site's own code in place of the ellipsis. */
    static String recipe(String heading, String sitesOwn) {
        List<String> blocks = blocks(heading, "js");
        String code = blocks.getFirst();
        if (blocks.size() > 1 || code.indexOf(ELLIPSIS) < 0 || code.indexOf(ELLIPSIS) != code.lastIndexOf(ELLIPSIS)) {
            throw new AssertionError("not one block with one ellipsis is under " + heading + ", but: " + blocks);
        }
        return code.replace(ELLIPSIS, sitesOwn);
    }

    /** The line that queues calls made before the script has loaded. */
    static String stub() {
        return blocks("## Calls", "html").getFirst();
    }

    /** Up to the next heading of any level. */
    private static String section(String heading) {
        String text = text();
        int start = text.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new AssertionError("docs/browser.md has no heading: " + heading);
        }
        int end = text.indexOf("\n#", start + heading.length());
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
