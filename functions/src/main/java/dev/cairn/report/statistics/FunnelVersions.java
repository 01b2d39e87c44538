package dev.cairn.report.statistics;

import dev.cairn.domain.funnel.Funnel;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the funnel version that a day's figures were computed with (section 4). */
final class FunnelVersions {
    private final PlanRepository plans;

    FunnelVersions(PlanRepository plans) {
        this.plans = plans;
    }

    /** @param version the plan's version */
    record Definition(Funnel funnel, int version) {
        List<String> steps() {
            return funnel.steps();
        }
    }

    /** The definition with which the row was computed; without a row, the definition that applies to the day. */
    Definition of(Site site, String funnel, LocalDate day, StatisticRows.@Nullable Row row) {
        PlanRepository.Definition holds = plans.funnelOn(site.id(), funnel, day).orElseThrow();
        if (row == null || row.planVersion() == holds.planVersion()) {
            return new Definition(holds.funnel(), holds.planVersion());
        }
        return new Definition(then(site, funnel, row.planVersion()).orElse(holds.funnel()), row.planVersion());
    }

    private Optional<Funnel> then(Site site, String funnel, int version) {
        try {
            return Optional.ofNullable(plans.version(version).sites().get(site.id()))
                    .map(old -> old.funnels().get(funnel));
        } catch (NoSuchElementException neverPut) {
            return Optional.empty();
        }
    }
}
