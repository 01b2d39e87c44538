package dev.cairn.local.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps other websites away from the routes that need no key. Another website can make its host name resolve to this
 * machine (DNS rebinding), but then the request carries that name in {@code Host}; a form on another website sends that
 * site's {@code Origin}.
 */
final class OwnPages {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTP_PORT = 80;

    private OwnPages() {}

    /** The response to a request that comes neither from this machine's own pages nor from a program. */
    static Optional<GatewayAnswer> refusal(GatewayEvent request, int port) {
        Set<String> hosts = new TreeSet<>();
        NAMES.forEach(name -> hosts.add(name + ":" + port));
        if (port == HTTP_PORT) {
            hosts.addAll(NAMES);
        }
        String host = request.headers().getOrDefault("host", "");
        if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
            return Optional.of(refused("This route takes requests to " + String.join(", ", hosts)
                    + " only; this one was sent to another Host."));
        }
        String origin = request.headers().get("origin");
        if (origin != null && hosts.stream().noneMatch(own -> origin.equals("http://" + own))) {
            return Optional.of(refused("This route takes requests from this machine's own pages only; the Origin of"
                    + " this one is another website."));
        }
        return Optional.empty();
    }

    /** Does not repeat the request's headers, because another website controls their text. */
    private static GatewayAnswer refused(String message) {
        return GatewayAnswer.json(
                403, "{\"error\":{\"code\":\"not_from_this_machine\",\"message\":\"" + message + "\"}}");
    }
}
