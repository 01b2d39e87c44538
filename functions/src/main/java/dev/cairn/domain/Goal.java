package dev.cairn.domain;

import org.jspecify.annotations.Nullable;

/**
 * A named predicate over events.
 *
 * @param kind null for a macro
 * @param engagement null when the goal looks at single events only
 * @param valued a conversion takes the event's value
 * @param fixedValue a conversion is worth this much; null when {@code valued} or worth nothing
 * @param pixel the pixel may meet this goal (B5)
 * @param ads {@code primary}, {@code secondary} or null (N9)
 */
public record Goal(
        String id,
        Tier tier,
        @Nullable Kind kind,
        Match match,
        @Nullable Engagement engagement,
        Count count,
        boolean valued,
        @Nullable Money fixedValue,
        boolean pixel,
        @Nullable String ads) {}
