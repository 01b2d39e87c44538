package dev.cairn.collect.bots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives the family of a browser from its user agent (N6); the agent itself is not passed on (I5). A user agent lists
 * every browser it claims to be compatible with, so the most specific name decides.
 */
public final class BrowserFamily {
    private static final List<String> EDGE = List.of("Edg/", "EdgA/", "EdgiOS/", "Edge/");
    private static final List<String> FIREFOX = List.of("Firefox/", "FxiOS/", "Focus/");
    private static final List<String> CHROME = List.of("Chrome/", "CriOS/", "Chromium/");

    /** Browsers built on Chrome or Safari, with their own versions and bugs; the last two are in-app browsers. */
    private static final List<String> OTHERS = List.of(
            "OPR/",
            "OPT/",
            "OPiOS/",
            "Opera",
            "YaBrowser/",
            "Vivaldi/",
            "UCBrowser/",
            "DuckDuckGo/",
            "Silk/",
            "MiuiBrowser/",
            "HuaweiBrowser/",
            "GSA/",
            "; wv)",
            "FBAN/");

    private BrowserFamily() {}

    /**
     * Returns {@code chrome}, {@code safari}, {@code firefox}, {@code edge}, {@code samsung} or {@code other}; null if
     * there is no user agent.
     */
    public static @Nullable String of(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return null;
        }
        if (agent.contains("SamsungBrowser/")) {
            return "samsung";
        }
        if (hasOne(agent, EDGE)) {
            return "edge";
        }
        if (hasOne(agent, OTHERS)) {
            return "other";
        }
        if (hasOne(agent, FIREFOX)) {
            return "firefox";
        }
        if (hasOne(agent, CHROME)) {
            return "chrome";
        }
        return agent.contains("Version/") && agent.contains("Safari/") ? "safari" : "other";
    }

    private static boolean hasOne(String agent, List<String> words) {
        return words.stream().anyMatch(agent::contains);
    }
}
