package dev.cairn.collect.bots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derives the class of device from a user agent; the user agent itself is not passed on (I5). */
public final class DeviceClassifier {
    private static final List<String> TV = List.of(
            "SmartTV",
            "SMART-TV",
            "Smart-TV",
            "AppleTV",
            "Apple TV",
            "GoogleTV",
            "Android TV",
            "HbbTV",
            "NetCast",
            "BRAVIA",
            "Web0S",
            "CrKey",
            "Roku",
            "AFTT",
            "AFTM",
            "AFTS");
    private static final List<String> TABLET = List.of("iPad", "Tablet", "Kindle", "Silk/", "PlayBook");
    private static final List<String> MOBILE =
            List.of("Mobi", "iPhone", "iPod", "Windows Phone", "Opera Mini", "BlackBerry", "IEMobile");

    private DeviceClassifier() {}

    /** Returns {@code tv}, {@code tablet}, {@code mobile} or {@code desktop}; null if there is no user agent. */
    public static @Nullable String classOf(@Nullable String agent) {
        if (agent == null || agent.isBlank()) {
            return null;
        }
        if (hasOne(agent, TV)) {
            return "tv";
        }
        // On Android, only phones include "Mobile".
        boolean android = agent.contains("Android");
        if (hasOne(agent, TABLET) || (android && !agent.contains("Mobile"))) {
            return "tablet";
        }
        return android || hasOne(agent, MOBILE) ? "mobile" : "desktop";
    }

    private static boolean hasOne(String agent, List<String> words) {
        return words.stream().anyMatch(agent::contains);
    }
}
