package dev.cairn.plan.version;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many versions of the plan may be put. Every version is kept and can be restored, and readers of old days read many
 * of them, so nobody may make them without end; and no site's key may use up what others need.
 */
final class VersionLimits {
    /** Versions within {@link #DAY} that admin keys may put. */
    static final int ADMIN_A_DAY = 200;
    /** Versions within {@link #DAY} that the keys of one site may put. */
    static final int SITE_A_DAY = 50;
    /** Versions in all. */
    static final int ALL = 10_000;
    /** Versions in all from which on only admin keys may put more. */
    static final int ALL_FOR_SITES = 9_000;

    static final Duration DAY = Duration.ofHours(24);

    private VersionLimits() {}

    /**
     * Returns why no further version may be put; empty if it may. Looks at the last {@link #ADMIN_A_DAY} versions at
     * most: where many sites put more than that within a day, a site's own older ones are not counted.
     *
     * @param latest the version in force; null when none was ever put
     * @param by the site whose key puts the next one; null for an admin key
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
                                    ? "no more than " + ALL + " are possible."
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
                (by == null ? "Admin keys" : "Keys of this site") + " have put " + counted.size()
                        + " versions of the plan within 24 hours, the most that is possible; nothing was changed.",
                OptionalLong.of(wait)));
    }
}
