package dev.cairn.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query parameters with which ad networks mark a click. */
final class Clicks {
    private static final List<String> NAMES = List.of(
            "gclid",
            "gbraid",
            "wbraid",
            "dclid",
            "msclkid",
            "fbclid",
            "ttclid",
            "twclid",
            "li_fat_id",
            "rdt_cid",
            "sccid");

    /** The networks whose parameters decide source and medium, whatever tags say. */
    static final Map<String, String> DECIDING =
            Map.of("gclid", "google", "gbraid", "google", "wbraid", "google", "msclkid", "bing");

    /** The network whose parameter also marks a paid click, but gives way to tags. */
    static final Map<String, String> PAID = Map.of("dclid", "google");

    /** The networks that also set these parameters on unpaid links. */
    static final Map<String, String> HINTS = Map.of(
            "fbclid", "facebook",
            "ttclid", "tiktok",
            "twclid", "twitter",
            "li_fat_id", "linkedin",
            "rdt_cid", "reddit",
            "sccid", "snapchat");

    private Clicks() {}

    /** The first of these parameters in the page's URL. */
    static @Nullable String in(@Nullable String url) {
        return Page.of(url)
                .flatMap(
                        page -> NAMES.stream().filter(page.query()::containsKey).findFirst())
                .orElse(null);
    }
}
