package dev.cairn.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Query parameters by which networks mark a click. */
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

    /** Who is paid for these. */
    static final Map<String, String> PAID =
            Map.of("gclid", "google", "gbraid", "google", "wbraid", "google", "dclid", "google", "msclkid", "bing");

    /** Who puts these on links that nobody paid for, too. */
    static final Map<String, String> HINTS = Map.of(
            "fbclid", "facebook",
            "ttclid", "tiktok",
            "twclid", "twitter",
            "li_fat_id", "linkedin",
            "rdt_cid", "reddit",
            "sccid", "snapchat");

    private Clicks() {}

    /** The first of them that the page's address has. */
    static @Nullable String in(@Nullable String url) {
        return Page.of(url)
                .flatMap(
                        page -> NAMES.stream().filter(page.query()::containsKey).findFirst())
                .orElse(null);
    }
}
