package dev.cairn.domain.audience;

import dev.cairn.domain.event.ClickId;
import dev.cairn.domain.event.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A visitor's consent to ads, and the ad clicks that may be used with it (I2, N5.3, N9.2). The latest event determines
 * the consent. An event without consent withdraws all clicks up to then; later consent does not restore them.
 *
 * @param given whether the latest event came with consent
 * @param withdrawnAt time of the latest event without consent, epoch milliseconds; {@link #NEVER} if there is none
 * @param clicks the clicks since then, in order T4
 */
public record AdConsent(boolean given, long withdrawnAt, List<Click> clicks) {
    public static final long NEVER = Long.MIN_VALUE;

    /** How long a click can be used: 90 days, in milliseconds. */
    public static final long CLICK_MILLIS = 90 * 86_400_000L;

    /** An event with this name withdraws consent, regardless of its own consent value. */
    static final String WITHDRAWN = "consent_withdrawn";

    /** @param at epoch milliseconds */
    public record Click(long at, ClickId id) {}

    /** @param events the events of one visitor, in order T4 */
    public static AdConsent of(List<StoredEvent> events) {
        boolean given = false;
        long withdrawnAt = NEVER;
        List<Click> clicks = new ArrayList<>();
        for (StoredEvent event : events) {
            given = consents(event);
            if (!given) {
                withdrawnAt = event.at();
                clicks.clear();
            } else if (event.click() != null) {
                clicks.add(new Click(event.at(), event.click()));
            }
        }
        return new AdConsent(given, withdrawnAt, List.copyOf(clicks));
    }

    /** Whether the visitor consents to ads according to this event. */
    public static boolean consents(StoredEvent event) {
        return event.ads() && !event.name().equals(WITHDRAWN);
    }

    /**
     * Returns the latest click of each kind at this time, if it is at most 90 days old, by the name of its parameter.
     */
    public Map<String, String> valuesAt(long time) {
        Map<String, String> values = new HashMap<>();
        for (Click click : clicks) {
            if (click.at() <= time && click.at() >= time - CLICK_MILLIS) {
                values.put(click.id().name(), click.id().value());
            }
        }
        return values;
    }

    /** Returns the latest click of these kinds up to this time, regardless of its age. */
    public Optional<Click> latest(long time, List<String> names) {
        return clicks.stream()
                .filter(click -> click.at() <= time && names.contains(click.id().name()))
                .reduce((earlier, later) -> later);
    }
}
