package dev.cairn.model;

import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Glob;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a predicate of the plan on one event (G1). */
final class Matching {

    private Matching() {}

    static boolean holds(EventMatch match, Copy event) {
        return switch (match) {
            case EventMatch.Always always -> true;
            case EventMatch.Event named -> matches(named.name(), event.name());
            case EventMatch.Url url -> url(url.glob(), event);
            case EventMatch.Prop prop -> prop(prop, event.props().get(prop.key()));
            case EventMatch.All all -> all.parts().stream().allMatch(part -> holds(part, event));
            case EventMatch.Any any -> any.parts().stream().anyMatch(part -> holds(part, event));
            case EventMatch.Not not -> !holds(not.part(), event);
        };
    }

    /** {@code *} matches any run, everything else itself: searches the parts between stars one after the other. */
    static boolean matches(Glob glob, String text) {
        String[] parts = glob.pattern().split("\\*", -1);
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return text.equals(last);
        }
        int from = text.startsWith(parts[0]) ? parts[0].length() : -1;
        for (int i = 1; i < parts.length - 1 && from >= 0; i++) {
            int found = text.indexOf(parts[i], from);
            from = found < 0 ? -1 : found + parts[i].length();
        }
        return from >= 0 && text.length() - last.length() >= from && text.endsWith(last);
    }

    private static boolean url(Glob glob, Copy event) {
        Page page = Page.of(event.url()).orElse(null);
        if (page == null) {
            return false;
        }
        return matches(glob, glob.pattern().startsWith("/") ? page.path() : page.host() + page.path());
    }

    private static boolean prop(EventMatch.Prop test, @Nullable Object value) {
        if (test.exists() != null && test.exists() != (value != null)) {
            return false;
        }
        if (test.in() != null && !isOneOf(test.in(), value)) {
            return false;
        }
        if (test.gte() != null && !(value instanceof BigDecimal large && large.compareTo(test.gte()) >= 0)) {
            return false;
        }
        if (test.lte() != null && !(value instanceof BigDecimal small && small.compareTo(test.lte()) <= 0)) {
            return false;
        }
        return test.like() == null
                || value instanceof String text && test.like().stream().anyMatch(glob -> matches(glob, text));
    }

    private static boolean isOneOf(List<Object> allowed, @Nullable Object value) {
        for (Object each : allowed) {
            boolean numbers = each instanceof BigDecimal && value instanceof BigDecimal;
            if (numbers ? ((BigDecimal) each).compareTo((BigDecimal) value) == 0 : each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
