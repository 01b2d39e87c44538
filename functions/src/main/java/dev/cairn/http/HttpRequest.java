package dev.cairn.http;

import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param query decoded query parameters; a repeated one has API Gateway's comma-joined value
 * @param headers names in lower case
 * @param body as sent, after decoding base64 if API Gateway used it; empty when there was none
 * @param sourceIp the peer's address; never written anywhere
 * @param receivedAt API Gateway's time, epoch milliseconds (T1)
 * @param requestId API Gateway's request id, the correlation id of everything that follows
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

    /** This request with other query parameters. */
    public HttpRequest withQuery(Map<String, String> parameters) {
        return new HttpRequest(method, path, parameters, headers, body, sourceIp, receivedAt, requestId);
    }

    /** This request with another address of its sender and other headers. */
    public HttpRequest from(String address, Map<String, String> otherHeaders) {
        return new HttpRequest(method, path, query, otherHeaders, body, address, receivedAt, requestId);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
