package dev.cairn.report;

import dev.cairn.http.Paths;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The API's description for programs, with this stack's own paths in it. Public; says nothing of any site. */
final class OpenApiResource {
    private final Content description;

    OpenApiResource(Paths paths) {
        Paths usual = Paths.DEFAULT;
        String stem = paths.script().substring(0, paths.script().lastIndexOf('.'));
        String text = resource()
                .replace(line(usual.event()), line(paths.event()))
                .replace(line(usual.script()), line(paths.script()))
                .replace(line("/cairn-{version}.js"), line(stem + "-{version}.js"))
                .replace(line(usual.pixel()), line(paths.pixel()));
        this.description = new Content(
                200, "application/yaml; charset=utf-8", "public, no-cache", Content.etag(text), Map.of(), text);
    }

    /** A path as it stands under {@code paths}. */
    private static String line(String path) {
        return "\n  " + path + ":\n";
    }

    Answer get(Call call) {
        return description;
    }

    private static String resource() {
        try (InputStream in = OpenApiResource.class.getResourceAsStream("/public/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
