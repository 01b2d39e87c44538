package dev.cairn.domain.event;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id with which an ad platform marks a click, in the URL of the page that the click leads to (N9.2). It is kept only
 * with consent for ads, and its value is never in a statistic, a log line or a message.
 *
 * @param name the URL parameter: one of {@link #NAMES}
 * @param value as sent
 */
public record ClickId(String name, String value) {

    /** Parameters whose values are kept; of several in one URL, the first in this order. */
    public static final List<String> NAMES = List.of("gclid", "gbraid", "wbraid", "msclkid");

    /** What these platforms use; a value in which private data was redacted does not match. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,512}");

    /** Returns the click that led to a page: empty unless the event is a view of a page whose URL has one. */
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

    /** Without the value, which must not get into a log line. */
    @Override
    public String toString() {
        return name;
    }
}
