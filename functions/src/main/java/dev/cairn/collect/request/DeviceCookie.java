package dev.cairn.collect.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.collect.text.JsonNodes;
import dev.cairn.plan.parse.PublicSuffixes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script's cookie with the device id, set once more by the answer (B10): Safari deletes a cookie that a script has
 * set after seven days, but not one that came with an answer. The cookie keeps its value, its domain and its end: 395
 * days after the second with which the id begins. It is never set for somebody who does not have it already, so that an
 * answer cannot bring back what the visitor has just deleted.
 */
public final class DeviceCookie {
    static final Duration LIFE = Duration.ofDays(395);

    private static final String NAME = "cairn";
    private static final Pattern ID = Pattern.compile("([0-9]{10})-[0-9-]{1,53}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private DeviceCookie() {}

    /** Whether the page sent the script's cookie: only a page on the collector's own site can. */
    public static boolean isSentWith(CollectRequest collectRequest) {
        return collectRequest.request.header("cookie").isPresent();
    }

    /**
     * The header {@code Set-Cookie} for a request that was accepted; empty without consent, from another site than the
     * collector's, and if the id is not one of the script's.
     */
    public static Optional<String> of(CollectRequest collectRequest) {
        JsonNode body = collectRequest.body;
        String visitor = JsonNodes.text(JsonNodes.field(body, "visitor"));
        boolean consented =
                JsonNodes.field(JsonNodes.field(body, "consent"), "analytics").asBoolean();
        String sent = collectRequest.request.header("cookie").orElse("");
        if (collectRequest.server || !consented || visitor == null || !sent.equals(NAME + "=" + visitor)) {
            return Optional.empty();
        }
        Matcher id = ID.matcher(visitor);
        return id.matches()
                ? host(collectRequest).flatMap(host -> header(collectRequest, visitor, id.group(1), host))
                : Optional.empty();
    }

    private static Optional<String> header(CollectRequest collectRequest, String visitor, String made, String host) {
        long seconds = Long.parseLong(made) + LIFE.toSeconds() - collectRequest.request.receivedAt() / 1000;
        return seconds > 0 && seconds <= LIFE.toSeconds()
                ? Optional.of("%s=%s; Path=/; Max-Age=%d; SameSite=Lax; Domain=%s"
                        .formatted(NAME, visitor, seconds, domain(host)))
                : Optional.empty();
    }

    private static Optional<String> host(CollectRequest collectRequest) {
        return collectRequest
                .request
                .header("origin")
                .map(origin -> URI.create(origin).getHost());
    }

    /** The domain that the script's own cookie has: the widest that browsers accept. */
    private static String domain(String host) {
        return ADDRESS.matcher(host).matches() ? host : PublicSuffixes.registrableDomain(host);
    }
}
