package dev.cairn.plan.version;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many versions of the plan may be saved. Every version is kept and can be restored, and reading old days
 * reads many of them, so their number must be bounded. A key of one site must not use up what others need.
 */
final class VersionLimits {
    /** Versions that admin keys may save within {@link #DAY}. */
    static final int ADMIN_A_DAY = 200;
    /** Versions that the keys of one site may save within {@link #DAY}. */
    static final int SITE_A_DAY = 50;
    /** Versions in total. */
    static final int ALL = 10_000;
    /** The total number of versions beyond which only admin keys may save more. */
    static final int ALL_FOR_SITES = 9_000;

    static final Duration DAY = Duration.ofHours(24);

    private VersionLimits() {}

    /**
     * Returns why no further version may be saved; empty if one may. Looks at no more than the last
     * {@link #ADMIN_A_DAY} versions: if many sites save more than that within a day, a site's own older versions are
     * not counted.
     *
     * @param latest the current version; null if none has been saved
     * @param by the site whose key saves the next version; null for an admin key
     */
    static Optional<PutResult> exceeded(
            PlanStore store, PlanStore.@Nullable Ref latest, @Nullable String by, Instant now) {
        if (latest == null) {
            return Optional.empty();
        }
        int all = by == null ? ALL : ALL_FOR_SITES;
        if (latest.number() >= all) {
            return Optional.of(new PutResult.TooManyVersions(
                    "The plan has " + latest.number() + " versions, which are all kept; "
                            + (by == null
                                    ? "no more than " + ALL + " are allowed."
                                    : "only an admin key may add more."),
                    OptionalLong.empty()));
        }
        int most = by == null ? ADMIN_A_DAY : SITE_A_DAY;
        if (latest.number() < most) {
            return Optional.empty();
        }
        List<PlanStore.Ref> recent = new ArrayList<>(store.earlierFrom(latest.number() - ADMIN_A_DAY + 1));
        recent.removeIf(each -> each.number() >= latest.number());
        recent.add(latest);
        long since = now.minus(DAY).toEpochMilli();
        List<PlanStore.Ref> counted = recent.stream()
                .filter(each -> each.since() > since && java.util.Objects.equals(each.by(), by))
                .toList();
        if (counted.size() < most) {
            return Optional.empty();
        }
        long freeAt = counted.get(counted.size() - most).since() + DAY.toMillis();
        long wait = Math.max(1, (freeAt - now.toEpochMilli() + 999) / 1000);
        return Optional.of(new PutResult.TooManyVersions(
                (by == null ? "Admin keys" : "Keys of this site") + " have saved " + counted.size()
                        + " versions of the plan within 24 hours, which is the limit; nothing was changed.",
                OptionalLong.of(wait)));
    }
}
