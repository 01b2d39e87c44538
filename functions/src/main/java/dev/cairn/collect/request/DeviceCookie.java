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
 * The script's cookie with the device id, set again by the response (B10). After seven days, Safari deletes a cookie
 * that was set by a script, but not one that was set by a response. The cookie keeps its value, its domain and its
 * expiry: 395 days after the epoch second with which the id begins. It is set only if the request contained it, so that
 * a response cannot restore a cookie that the visitor has just deleted.
 */
public final class DeviceCookie {
    static final Duration LIFE = Duration.ofDays(395);

    private static final String NAME = "cairn";
    private static final Pattern ID = Pattern.compile("([0-9]{10})-[0-9-]{1,53}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private DeviceCookie() {}

    /** Whether the page sent the script's cookie, which only a page on the collector's own site can. */
    public static boolean isSentWith(CollectRequest collectRequest) {
        return collectRequest.request.header("cookie").isPresent();
    }

    /**
     * The {@code Set-Cookie} header for an accepted request; empty without consent, for pages on another site than the
     * collector's, and if the id was not created by the script.
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

    /** The domain of the script's cookie: the widest that browsers accept. */
    private static String domain(String host) {
        return ADDRESS.matcher(host).matches() ? host : PublicSuffixes.registrableDomain(host);
    }
}
