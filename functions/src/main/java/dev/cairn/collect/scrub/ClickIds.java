package dev.cairn.collect.scrub;

import dev.cairn.domain.event.PageUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameters that ad platforms add to the URL of a click. */
public final class ClickIds {
    /** Parameters that always mean a paid click come first; {@code fbclid} is also added to organic links. */
    static final List<String> NAMES = List.of(
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

    private ClickIds() {}

    /** The name (never the value) of the first of these parameters that is in the page's URL. */
    public static @Nullable String sourceOf(@Nullable String url) {
        return PageUrl.tryParse(url)
                .flatMap(
                        page -> NAMES.stream().filter(page.query()::containsKey).findFirst())
                .orElse(null);
    }
}
