package dev.cairn.domain.audience;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines an audience: visitors who met one goal and not another (N5).
 *
 * @param did goal id
 * @param not goal id; null when meeting {@code did} is enough
 * @param afterMillis shortest time after {@code did} until a visitor enters, 0 for immediately
 * @param withinMillis longest time after {@code did} for which a visitor stays
 */
public record Audience(String id, String did, @Nullable String not, long afterMillis, long withinMillis) {

    /** Returns the goals to which it refers. */
    public Set<String> goals() {
        return not == null ? Set.of(did) : Set.of(did, not);
    }

    /**
     * Returns how long after an event that meets {@code did} other events can still change its counts, milliseconds
     * (N5.7).
     */
    public long reachMillis() {
        return Math.max(withinMillis, afterMillis + Membership.RECOVERY_MILLIS);
    }
}
