package dev.cairn.collect.bots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes mail providers' image proxies, which often load an email's images before it is opened (V3). Gmail's and
 * Yahoo's identify themselves; Apple's Mail Privacy Protection sends only the first token of a browser's user agent.
 */
public final class MailProxies {
    private static final List<String> NAMES = List.of("GoogleImageProxy", "YahooMailProxy");
    private static final String APPLE = "Mozilla/5.0";

    private MailProxies() {}

    public static boolean isOne(@Nullable String agent) {
        return agent != null && (agent.strip().equals(APPLE) || NAMES.stream().anyMatch(agent::contains));
    }
}
