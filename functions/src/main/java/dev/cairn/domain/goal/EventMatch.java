package dev.cairn.domain.goal;

import dev.cairn.domain.event.AcceptedEvent;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A predicate over one event (G1). The part that depends on the visit is {@link VisitCondition}. */
public sealed interface EventMatch {

    boolean holds(MeteredEvent event);

    /** Same, for an event that is matched only once. */
    default boolean holds(AcceptedEvent event) {
        return holds(new MeteredEvent(event));
    }

    /** Holds for every event. */
    record Always() implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            return true;
        }
    }

    record Event(Glob name) implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            return event.matches(name, event.event().name());
        }
    }

    /** Matches the path if the glob begins with {@code /}, otherwise host and path. Query and fragment are ignored. */
    record Url(Glob glob) implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            return event.page()
                    .map(page -> event.matches(
                            glob, glob.pattern().startsWith("/") ? page.path() : page.host() + page.path()))
                    .orElse(false);
        }
    }

    /**
     * Tests one property; every test that is not null must hold. Numbers are compared by value, so 1 equals 1.0.
     *
     * @param in allowed values: {@code String}, {@code BigDecimal} or {@code Boolean}
     * @param like globs; a string must match at least one
     */
    record Prop(
            String key,
            @Nullable List<Object> in,
            @Nullable BigDecimal gte,
            @Nullable BigDecimal lte,
            @Nullable Boolean exists,
            @Nullable List<Glob> like)
            implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            Object value = event.event().props().get(key);
            event.work(1 + (in == null ? 0 : in.size()));
            return (exists == null || exists == (value != null))
                    && (in == null || (value != null && in.stream().anyMatch(allowed -> same(allowed, value))))
                    && (gte == null || (value instanceof BigDecimal number && number.compareTo(gte) >= 0))
                    && (lte == null || (value instanceof BigDecimal number && number.compareTo(lte) <= 0))
                    && (like == null
                            || (value instanceof String text
                                    && like.stream().anyMatch(glob -> event.matches(glob, text))));
        }

        private static boolean same(Object allowed, Object value) {
            return allowed instanceof BigDecimal a && value instanceof BigDecimal b
                    ? a.compareTo(b) == 0
                    : allowed.equals(value);
        }
    }

    record All(List<EventMatch> parts) implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            event.work(1);
            return parts.stream().allMatch(part -> part.holds(event));
        }
    }

    record Any(List<EventMatch> parts) implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            event.work(1);
            return parts.stream().anyMatch(part -> part.holds(event));
        }
    }

    record Not(EventMatch part) implements EventMatch {
        @Override
        public boolean holds(MeteredEvent event) {
            return !part.holds(event);
        }
    }
}
