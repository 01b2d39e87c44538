package dev.cairn.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named predicate over events.
 *
 * @param kind null for a macro
 * @param alternatives an event meets the goal when one of them holds
 * @param valued a conversion takes the event's value
 * @param fixedValue a conversion is worth this much; null when {@code valued} or worth nothing
 * @param pixel the pixel may meet this goal (B5)
 * @param ads {@code primary}, {@code secondary} or null (N9)
 */
public record Goal(
        String id,
        Tier tier,
        @Nullable Kind kind,
        List<Alternative> alternatives,
        Count count,
        boolean valued,
        @Nullable Money fixedValue,
        boolean pixel,
        @Nullable String ads) {

    /**
     * One way to meet a goal.
     *
     * @param engagement what must hold of the visit besides; null when only the event itself is looked at
     */
    public record Alternative(Match match, @Nullable Engagement engagement) {}
}
