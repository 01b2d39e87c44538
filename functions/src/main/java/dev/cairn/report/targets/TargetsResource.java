package dev.cairn.report.targets;

import dev.cairn.domain.target.DailyMetric;
import dev.cairn.domain.target.TargetProgress;
import dev.cairn.domain.target.TargetTerms;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.Target;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.GoalBackfillCheck;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports a site's targets (N7): one row per target, including its days in JSON. */
public final class TargetsResource implements SiteResource {
    private final ReportContextReader periods;
    private final TargetReader reader;
    private final GoalBackfillCheck backfillCheck;

    public TargetsResource(
            ReportContextReader periods, TargetReader reader, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.reader = reader;
        this.backfillCheck = new GoalBackfillCheck(plans, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "at", "format", "cursor");
        Optional<LocalDate> at = parameters.day("at", periods.today(site));
        return parameters.answer(() -> table(site, reader.read(site, at)));
    }

    private TableResponse table(Site site, SiteTargets targets) {
        Set<String> needsBackfill = targets.reports().isEmpty() ? Set.of() : backfillCheck.of(targets.period());
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                "targets",
                targets.reports().stream().map(TargetsResource::row).toList(),
                new TableResponse.Totals(null, List.of()),
                targets.period().meta(TargetWarnings.of(targets, needsBackfill)),
                TargetJson.cells(blank(targets.period().range().to())),
                false,
                null);
    }

    private static TableResponse.Row row(TargetReport report) {
        return new TableResponse.Row(
                "", report.target().id(), () -> TargetJson.withDays(report), () -> TargetJson.cells(report));
    }

    private static TargetReport blank(LocalDate day) {
        Target none = new Target("", "visits", null, new Target.Value(BigDecimal.ONE), day, day);
        TargetTerms terms = new TargetTerms(day, day, null, false, false);
        return new TargetReport(
                none,
                null,
                false,
                null,
                TargetProgress.of(terms, new DailyMetric(Map.of(), null, null, day)),
                Set.of());
    }
}
