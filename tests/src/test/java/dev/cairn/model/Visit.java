package dev.cairn.model;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.VisitCondition;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A visit so far, event by event (V1), and its engagement (G2). */
final class Visit {
    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(86_400_000);
    private static final long READ_MILLIS = 5_000;

    final Touch touch;
    final LocalDate day;
    final boolean linkable;
    /** The person's visits in the preceding 27 days and on this day, including this one. */
    final long frequency;

    int events;
    int pageViews;
    long engagedMillis;
    long lastAt;
    /** Goals already met by the visit's engagement, which count once. */
    private final Set<String> engaged = new HashSet<>();
    /** Engaged time since the last page view, by path. */
    private final Map<String, Long> readMillis = new HashMap<>();

    Visit(Touch touch, LocalDate day, boolean linkable, long frequency) {
        this.touch = touch;
        this.day = day;
        this.linkable = linkable;
        this.frequency = frequency;
    }

    void take(Copy event) {
        boolean pageView = event.name().equals("page_view");
        events++;
        pageViews += pageView ? 1 : 0;
        engagedMillis += engagedMillis(event);
        lastAt = event.at();
        String path = path(event);
        if (path != null) {
            readMillis.put(path, engagedMillis(event) + (pageView ? 0 : readMillis.getOrDefault(path, 0L)));
        }
    }

    /** Whether the visit so far meets the goal at this event, its latest; true at most once. */
    boolean engages(Goal goal, Copy event, Averages averages) {
        boolean holds = goal.alternatives().stream()
                .anyMatch(each -> each.engagement() != null
                        && Matching.holds(each.match(), event)
                        && holds(each.engagement(), event, averages));
        return holds && engaged.add(goal.id());
    }

    private boolean holds(VisitCondition keys, Copy event, Averages averages) {
        return (keys.pagesPerVisit() == null || pageViews >= keys.pagesPerVisit())
                && (keys.dwellMillis() == null || engagedMillis >= keys.dwellMillis())
                && (!keys.dwellAboveAverage() || isAbove(engagedMillis, averages.dwellMillis()))
                && (keys.visitFrequency() == null || (linkable && frequency >= keys.visitFrequency()))
                && (!keys.visitFrequencyAboveAverage() || (linkable && isAbove(frequency, averages.visitFrequency())))
                && (keys.scrollDepth() == null || scrolled(event, keys.scrollDepth()))
                && (keys.videoComplete() == null || watched(event, keys.videoComplete()));
    }

    private static boolean isAbove(long value, @Nullable BigDecimal average) {
        return average != null && BigDecimal.valueOf(value).compareTo(average) > 0;
    }

    private boolean scrolled(Copy event, BigDecimal percent) {
        if (!event.name().equals("engagement") || !isAtLeast(number(event, "scroll"), percent)) {
            return false;
        }
        String path = path(event);
        long read = path == null ? engagedMillis(event) : readMillis.get(path);
        return Boolean.TRUE.equals(event.props().get("scrolled")) || read >= READ_MILLIS;
    }

    private static boolean watched(Copy event, BigDecimal percent) {
        BigDecimal seen = number(event, "percent");
        boolean complete = event.name().equals("video_complete");
        if (complete && seen == null) {
            return true;
        }
        return (complete || event.name().equals("video_progress")) && isAtLeast(seen, percent);
    }

    private static boolean isAtLeast(@Nullable BigDecimal value, BigDecimal least) {
        return value != null && value.compareTo(least) >= 0;
    }

    /** Never below zero or above a day, whatever the sender claims. */
    static long engagedMillis(Copy event) {
        BigDecimal sent = event.name().equals("engagement") ? number(event, "engaged_ms") : null;
        return sent == null ? 0 : sent.max(BigDecimal.ZERO).min(MOST_MILLIS).longValue();
    }

    private static @Nullable BigDecimal number(Copy event, String prop) {
        return event.props().get(prop) instanceof BigDecimal number ? number : null;
    }

    private static @Nullable String path(Copy event) {
        return Page.of(event.url()).map(Page::path).orElse(null);
    }
}
