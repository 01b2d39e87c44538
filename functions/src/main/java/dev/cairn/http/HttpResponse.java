package dev.cairn.http;

import java.util.Map;

/** One response. A body that is not text is sent in base64. */
public record HttpResponse(int status, Map<String, String> headers, byte[] body, boolean text) {

    public static HttpResponse text(int status, Map<String, String> headers, String body) {
        return new HttpResponse(status, headers, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
    }
}
