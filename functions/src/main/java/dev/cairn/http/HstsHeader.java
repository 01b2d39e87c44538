package dev.cairn.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells browsers that use HTTPS to use nothing else for a year (RFC 6797). The header is not sent over plain HTTP,
 * which {@code ./cairn local} uses, because it has no effect there. It does not include subdomains, which may belong to
 * others.
 */
public final class HstsHeader {
    private static final String HEADER = "strict-transport-security";
    private static final String A_YEAR = "max-age=31536000";

    private HstsHeader() {}

    /** The response, with the header if API Gateway received the request over HTTPS. */
    public static HttpResponse of(HttpResponse response, HttpRequest request) {
        if (!request.header("x-forwarded-proto").filter("https"::equals).isPresent()) {
            return response;
        }
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put(HEADER, A_YEAR);
        return new HttpResponse(response.status(), headers, response.body(), response.text());
    }
}
