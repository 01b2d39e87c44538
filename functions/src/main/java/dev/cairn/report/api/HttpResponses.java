package dev.cairn.report.api;

import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.store.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates responses to HTTP: headers, conditional requests, HEAD, and the common format of errors. */
public final class HttpResponses {
    private static final Map<String, String> SECURITY = Map.of(
            "x-content-type-options", "nosniff",
            "content-security-policy", "default-src 'none'; frame-ancestors 'none'",
            "referrer-policy", "no-referrer");

    private HttpResponses() {}

    public static HttpResponse of(TextResponse content, HttpRequest request) {
        Map<String, String> headers = new HashMap<>(SECURITY);
        headers.put("content-type", content.type());
        headers.put("cache-control", content.cacheControl());
        headers.putAll(content.headers());
        if (content.etag() != null) {
            headers.put("etag", content.etag());
        }
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        if (read && isKnown(request, content.etag())) {
            headers.remove("content-type");
            headers.remove("content-disposition");
            return HttpResponse.text(304, headers, "");
        }
        return HttpResponse.text(content.status(), headers, request.method().equals("HEAD") ? "" : content.body());
    }

    /** Weak comparison (RFC 9110, 13.1.2). */
    private static boolean isKnown(HttpRequest request, @Nullable String etag) {
        if (etag == null) {
            return false;
        }
        for (String known : request.header("if-none-match").orElse("").split(",")) {
            String tag = known.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    public static HttpResponse of(ErrorResponse refusal, HttpRequest request) {
        return refused(refusal, request.requestId(), request.method().equals("HEAD"));
    }

    public static HttpResponse broken(String requestId) {
        return refused(
                ErrorResponse.of(500, "internal_error", "Internal error; it was logged under the request id."),
                requestId,
                false);
    }

    private static HttpResponse refused(ErrorResponse refusal, String requestId, boolean head) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", refusal.code());
        error.put("message", refusal.message());
        error.putAll(refusal.details());
        error.put("request_id", requestId);
        Map<String, String> headers = new HashMap<>(SECURITY);
        headers.put("content-type", TextResponse.JSON);
        headers.put("cache-control", TextResponse.NEVER_STORED);
        headers.putAll(refusal.headers());
        return HttpResponse.text(refusal.status(), headers, head ? "" : Json.write(Map.of("error", error)));
    }
}
