package dev.cairn.plan.version;

import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.TimeZoneHistory;
import dev.cairn.plan.version.PlanRepository.Definition;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Finds the version of a funnel that applies to a day. Each version is read once for any number of days, as long as it
 * stays in the cache.
 */
final class FunnelHistory {
    private static final int AT_HAND = 10_000;

    private record FunnelIn(String site, String funnel, int version) {}

    private final IntFunction<Plan> plans;
    private final LruCache<FunnelIn, Optional<Definition>> definitions = new LruCache<>(AT_HAND, each -> 1);

    FunnelHistory(IntFunction<Plan> plans) {
        this.plans = plans;
    }

    /** See {@link PlanRepository#funnelOn}; {@code versions} are all versions up to {@code now}, oldest first. */
    Optional<Definition> on(
            String site, String funnel, LocalDate day, Plan now, List<PlanRepository.Version> versions) {
        Optional<Definition> first = definition(site, funnel, now);
        if (first.isEmpty()) {
            return first;
        }
        TimeZoneHistory zones = Objects.requireNonNull(now.sites().get(site)).zones();
        for (PlanRepository.Version version : versions.reversed()) {
            Optional<Definition> definition = definition(site, funnel, version.number());
            if (definition.isPresent()) {
                first = definition;
                if (!zones.dayOf(version.since().toEpochMilli()).isAfter(day)) {
                    return definition;
                }
            }
        }
        return first;
    }

    private Optional<Definition> definition(String site, String funnel, int version) {
        Optional<Definition> known = definitions.get(new FunnelIn(site, funnel, version));
        return known != null ? known : definition(site, funnel, plans.apply(version));
    }

    private Optional<Definition> definition(String site, String funnel, Plan plan) {
        Optional<Definition> definition = Optional.ofNullable(plan.sites().get(site))
                .map(each -> each.funnels().get(funnel))
                .map(each -> new Definition(each, plan.version()));
        definitions.put(new FunnelIn(site, funnel, plan.version()), definition);
        return definition;
    }
}
