package dev.cairn.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells browsers that came by HTTPS to use nothing else for a year (RFC 6797). Not those that came by plain HTTP, as to
 * {@code ./cairn local}: the header has no meaning there. Not for sub-domains, which belong to somebody else.
 */
public final class HstsHeader {
    private static final String HEADER = "strict-transport-security";
    private static final String A_YEAR = "max-age=31536000";

    private HstsHeader() {}

    /** The response with the header if the request came by HTTPS, as API Gateway says. */
    public static HttpResponse of(HttpResponse response, HttpRequest request) {
        if (!request.header("x-forwarded-proto").filter("https"::equals).isPresent()) {
            return response;
        }
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put(HEADER, A_YEAR);
        return new HttpResponse(response.status(), headers, response.body(), response.text());
    }
}
