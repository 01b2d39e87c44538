package dev.cairn.access;

import dev.cairn.http.HttpRequest;
import dev.cairn.store.Hashes;
import dev.cairn.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines the sender of a request when the stack is behind a CDN or proxy (I1). A request that contains the edge's
 * secret has the viewer's address and country in CloudFront's headers. Without the secret, these headers could be
 * forged: they are removed, and the address is the peer's.
 */
public final class EdgeHeaders {
    private static final String PROOF = "x-cairn-edge";
    private static final String ADDRESS = "cloudfront-viewer-address";
    private static final String COUNTRY = "cloudfront-viewer-country";

    /** An address and a port; CloudFront writes an IPv6 address without brackets. */
    private static final Pattern ADDRESS_AND_PORT = Pattern.compile("\\[?([0-9a-fA-F:.]+?)]?:[0-9]{1,5}");

    private final Secrets secrets;

    public EdgeHeaders(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * The request as the viewer sent it to the edge. Without a valid secret, the request as received, without these
     * headers.
     */
    public HttpRequest viewerOf(HttpRequest request) {
        Map<String, String> headers = new HashMap<>(request.headers());
        String proof = headers.remove(PROOF);
        String address = headers.remove(ADDRESS);
        if (proof != null && isEdge(proof)) {
            return request.from(addressIn(address).orElse(request.sourceIp()), headers);
        }
        headers.remove(COUNTRY);
        return headers.size() == request.headers().size() ? request : request.from(request.sourceIp(), headers);
    }

    /** Compares hashes in constant time: the duration reveals neither the length nor a prefix of the secret. */
    private boolean isEdge(String proof) {
        String secret = secrets.edge();
        return !secret.isEmpty() && MessageDigest.isEqual(digest(secret), digest(proof));
    }

    private static byte[] digest(String text) {
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> addressIn(@Nullable String header) {
        Matcher matcher = ADDRESS_AND_PORT.matcher(header == null ? "" : header.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
