package dev.cairn.report.web;

import dev.cairn.http.BrowserPaths;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Serves the OpenAPI description with this stack's own paths. It is public and contains no data of any site. */
public final class OpenApiResource {
    private final TextResponse description;

    public OpenApiResource(BrowserPaths paths) {
        BrowserPaths usual = BrowserPaths.DEFAULT;
        String stem = paths.script().substring(0, paths.script().lastIndexOf('.'));
        String text = resource()
                .replace(line(usual.event()), line(paths.event()))
                .replaceAll("(?m)^  /cairn((-\\{version})?(-embeds|-more)?\\.js:)$", "  " + stem + "$1")
                .replace(line(usual.pixel()), line(paths.pixel()));
        this.description = new TextResponse(
                200, "application/yaml; charset=utf-8", "public, no-cache", TextResponse.etag(text), Map.of(), text);
    }

    /** A path as it appears under {@code paths}. */
    private static String line(String path) {
        return "\n  " + path + ":\n";
    }

    public Response get(ApiRequest call) {
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
