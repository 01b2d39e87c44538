package dev.cairn.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a browser shows at {@code /}: what this is, and where to go. Public, and says nothing of any site. */
final class StartPage {
    private static final String RESOURCE = "/public/index.html";
    private static final String TEXT = text();

    private StartPage() {}

    static Answer get(Call call) {
        return new Content(200, "text/html; charset=utf-8", "public, no-cache", Content.etag(TEXT), Map.of(), TEXT);
    }

    private static String text() {
        try (InputStream in = StartPage.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
