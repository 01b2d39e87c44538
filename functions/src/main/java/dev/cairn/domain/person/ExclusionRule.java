package dev.cairn.domain.person;

import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.goal.Glob;
import org.jspecify.annotations.Nullable;

/**
 * Excludes events from all statistics of a site, for example the events of an attack: those in a time range that have
 * all the given traits. The events stay stored and count again once the rule is removed.
 *
 * @param id identifies the rule in {@code health}
 * @param from first time, epoch milliseconds, inclusive
 * @param to end, epoch milliseconds, exclusive
 */
public record ExclusionRule(String id, long from, long to, Traits traits) {

    /**
     * What the events have in common. A trait that is null matches any value.
     *
     * @param name name of the event
     * @param page path of the page
     * @param channel channel of a visit that began with the event (V1)
     * @param referrer host of the referrer, lower case, without {@code www.}
     * @param country ISO 3166-1 alpha-2
     * @param device device class
     * @param link the visitor's link level
     * @param server whether the event was sent with a server key
     */
    public record Traits(
            @Nullable Glob name,
            @Nullable Glob page,
            @Nullable String channel,
            @Nullable Glob referrer,
            @Nullable String country,
            @Nullable String device,
            @Nullable LinkLevel link,
            @Nullable Boolean server) {

        boolean holdFor(VisitorKey visitor, StoredEvent event) {
            return (name == null || name.matches(event.name()))
                    && matches(page, event.page())
                    && (channel == null || channel.equals(event.touch().channel()))
                    && matches(referrer, event.touch().referrerHost())
                    && (country == null || country.equals(event.touch().client().country()))
                    && (device == null || device.equals(event.touch().client().deviceClass()))
                    && (link == null || link == visitor.link())
                    && (server == null || server == event.server());
        }

        private static boolean matches(@Nullable Glob glob, @Nullable String text) {
            return glob == null || (text != null && glob.matches(text));
        }
    }

    /** @param visitor the visitor under which the event is stored */
    boolean holdsFor(VisitorKey visitor, StoredEvent event) {
        return event.at() >= from && event.at() < to && traits.holdFor(visitor, event);
    }
}
