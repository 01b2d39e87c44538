package dev.cairn.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Compresses responses with gzip for clients that accept it: API Gateway's HTTP API does not compress. */
public final class Compression {
    /** Compressing smaller bodies does not save a packet. */
    private static final int WORTHWHILE_BYTES = 1_024;

    private Compression() {}

    /**
     * The response, compressed if that is worthwhile and the request accepts gzip. The entity tag is unchanged, since
     * it is compared weakly.
     */
    public static HttpResponse of(HttpResponse response, HttpRequest request) {
        if (!response.text()) {
            return response;
        }
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.merge("vary", "accept-encoding", (there, more) -> there + ", " + more);
        if (response.body().length < WORTHWHILE_BYTES || !accepts(request)) {
            return new HttpResponse(response.status(), headers, response.body(), true);
        }
        headers.put("content-encoding", "gzip");
        return new HttpResponse(response.status(), headers, gzip(response.body()), false);
    }

    /** RFC 9110, 12.5.3; {@code gzip;q=0} is the only form of refusal that occurs in practice. */
    private static boolean accepts(HttpRequest request) {
        for (String coding : request.header("accept-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split(",")) {
            String[] parts = coding.strip().split("\\s*;\\s*");
            if (parts[0].equals("gzip")) {
                return parts.length < 2 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
