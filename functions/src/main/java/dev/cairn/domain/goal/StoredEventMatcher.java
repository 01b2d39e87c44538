package dev.cairn.domain.goal;

import dev.cairn.domain.event.StoredEvent;
import java.util.List;

/**
 * Evaluates a predicate on a stored event. Only the event's name, path and property keys are known, but not its
 * property values or host.
 */
public final class StoredEventMatcher {

    /** Whether the predicate holds; {@link #UNKNOWN} if it depends on data that is not stored. */
    public enum Verdict {
        YES,
        NO,
        UNKNOWN
    }

    private StoredEventMatcher() {}

    public static Verdict verdict(EventMatch match, StoredEvent event) {
        return switch (match) {
            case EventMatch.Always any -> Verdict.YES;
            case EventMatch.Event named -> of(named.name().matches(event.name()));
            case EventMatch.Url url -> url(url, event);
            case EventMatch.Prop prop -> prop(prop, event);
            case EventMatch.All all -> not(any(all.parts(), event, true));
            case EventMatch.Any any -> any(any.parts(), event, false);
            case EventMatch.Not not -> not(verdict(not.part(), event));
        };
    }

    private static Verdict of(boolean holds) {
        return holds ? Verdict.YES : Verdict.NO;
    }

    private static Verdict not(Verdict verdict) {
        return switch (verdict) {
            case YES -> Verdict.NO;
            case NO -> Verdict.YES;
            case UNKNOWN -> Verdict.UNKNOWN;
        };
    }

    private static Verdict url(EventMatch.Url url, StoredEvent event) {
        if (event.page() == null) {
            return Verdict.NO;
        }
        return url.glob().pattern().startsWith("/") ? of(url.glob().matches(event.page())) : Verdict.UNKNOWN;
    }

    private static Verdict prop(EventMatch.Prop prop, StoredEvent event) {
        boolean looksAtValue = prop.in() != null || prop.gte() != null || prop.lte() != null || prop.like() != null;
        boolean there = event.propKeys().contains(prop.key());
        if (prop.exists() != null && prop.exists() != there) {
            return Verdict.NO;
        }
        return looksAtValue ? there ? Verdict.UNKNOWN : Verdict.NO : Verdict.YES;
    }

    /** Whether one of the parts holds or, if {@code inverted}, does not hold. */
    private static Verdict any(List<EventMatch> parts, StoredEvent event, boolean inverted) {
        Verdict any = Verdict.NO;
        for (EventMatch part : parts) {
            Verdict verdict = inverted ? not(verdict(part, event)) : verdict(part, event);
            if (verdict == Verdict.YES) {
                return Verdict.YES;
            }
            any = verdict == Verdict.UNKNOWN ? Verdict.UNKNOWN : any;
        }
        return any;
    }
}
