package dev.cairn.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Derives the device class from a user agent. */
final class Agents {
    private static final Pattern TV = Pattern.compile("Smart-?TV|SMART-TV|Apple ?TV|GoogleTV|Android TV|HbbTV|NetCast"
            + "|BRAVIA|Web0S|CrKey|Roku|AFTT|AFTM|AFTS");
    private static final Pattern TABLET = Pattern.compile("iPad|Tablet|Kindle|Silk/|PlayBook");
    private static final Pattern MOBILE =
            Pattern.compile("Mobi|iPhone|iPod|Windows Phone|Opera Mini|BlackBerry|IEMobile|Android");

    /** A history has few distinct agents. */
    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private Agents() {}

    static @Nullable String classOf(@Nullable String agent) {
        return agent == null || agent.isBlank() ? null : KNOWN.computeIfAbsent(agent, Agents::find);
    }

    /** The browser's family; of several names that an agent has, the first of these counts. */
    static @Nullable String browserOf(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return null;
        }
        return BROWSERS.entrySet().stream()
                .filter(each -> each.getValue().matcher(agent).find())
                .map(Map.Entry::getKey)
                .map(name -> name.startsWith("other") ? "other" : name)
                .findFirst()
                .orElse("other");
    }

    private static final Map<String, Pattern> BROWSERS = new LinkedHashMap<>();

    static {
        BROWSERS.put("samsung", Pattern.compile("SamsungBrowser/"));
        BROWSERS.put("edge", Pattern.compile("Edg(A|iOS|e)?/"));
        BROWSERS.put(
                "other",
                Pattern.compile("OP[RT]/|OPiOS/|Opera|YaBrowser/|Vivaldi/|UCBrowser/|DuckDuckGo/|Silk/|MiuiBrowser/"
                        + "|HuaweiBrowser/|GSA/|; wv\\)|FBAN/"));
        BROWSERS.put("firefox", Pattern.compile("(Firefox|FxiOS|Focus)/"));
        BROWSERS.put("chrome", Pattern.compile("(Chrome|CriOS|Chromium)/"));
        BROWSERS.put("safari", Pattern.compile("(?s)Version/.*Safari/|Safari/.*Version/"));
    }

    private static String find(String agent) {
        if (TV.matcher(agent).find()) {
            return "tv";
        }
        boolean largeAndroid = agent.contains("Android") && !agent.contains("Mobile");
        if (TABLET.matcher(agent).find() || largeAndroid) {
            return "tablet";
        }
        return MOBILE.matcher(agent).find() ? "mobile" : "desktop";
    }
}
