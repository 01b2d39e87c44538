package dev.cairn.http;

import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param query decoded query parameters; the values of a repeated one are joined with commas, as in API Gateway
 * @param headers headers, with names in lower case
 * @param body the body as sent, after decoding base64 if API Gateway used it; empty if there was none
 * @param sourceIp the peer's address; never written anywhere
 * @param receivedAt API Gateway's time, in epoch milliseconds (T1)
 * @param requestId API Gateway's request id, the correlation id for everything that follows
 */
public record HttpRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        String sourceIp,
        long receivedAt,
        String requestId) {

    /** Returns this request with different query parameters. */
    public HttpRequest withQuery(Map<String, String> parameters) {
        return new HttpRequest(method, path, parameters, headers, body, sourceIp, receivedAt, requestId);
    }

    /** Returns this request with a different sender address and different headers. */
    public HttpRequest from(String address, Map<String, String> otherHeaders) {
        return new HttpRequest(method, path, query, otherHeaders, body, address, receivedAt, requestId);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
