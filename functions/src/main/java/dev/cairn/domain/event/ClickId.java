package dev.cairn.domain.event;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id that an ad platform gives a click, in the URL of its landing page (N9.2). It is kept only with consent for
 * ads. Its value never appears in statistics, log lines or messages.
 *
 * @param name the URL parameter: one of {@link #NAMES}
 * @param value as sent
 */
public record ClickId(String name, String value) {

    /** Parameters whose values are kept. If a URL has several, the first in this order is used. */
    public static final List<String> NAMES = List.of("gclid", "gbraid", "wbraid", "msclkid");

    /** The format that these platforms use. A value with redacted private data does not match. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,512}");

    /** Returns the click that led to a page; empty unless the event is a page view whose URL has a click id. */
    public static Optional<ClickId> ofLanding(AcceptedEvent event) {
        return event.name().equals("page_view")
                ? PageUrl.tryParse(event.page().url()).flatMap(ClickId::in)
                : Optional.empty();
    }

    private static Optional<ClickId> in(PageUrl page) {
        for (String name : NAMES) {
            String value = page.query().getOrDefault(name, "");
            if (VALUE.matcher(value).matches()) {
                return Optional.of(new ClickId(name, value));
            }
        }
        return Optional.empty();
    }

    /** Omits the value, which must not appear in a log line. */
    @Override
    public String toString() {
        return name;
    }
}
