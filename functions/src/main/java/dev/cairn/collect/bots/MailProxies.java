package dev.cairn.collect.bots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machines of mail providers that load a mail's images, often without anybody having opened it (V3). Gmail's and
 * Yahoo's say who they are; Apple's Mail Privacy Protection sends a browser's first word and nothing else.
 */
public final class MailProxies {
    private static final List<String> NAMES = List.of("GoogleImageProxy", "YahooMailProxy");
    private static final String APPLE = "Mozilla/5.0";

    private MailProxies() {}

    public static boolean isOne(@Nullable String agent) {
        return agent != null && (agent.strip().equals(APPLE) || NAMES.stream().anyMatch(agent::contains));
    }
}
