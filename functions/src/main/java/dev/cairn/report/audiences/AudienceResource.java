package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.audience.Audience;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.Durations;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.statistics.GoalBackfillCheck;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Reports one audience by day: how many visitors entered and left, and the members at the end of the day (N5.4, N5.5).
 */
public final class AudienceResource implements SiteResource {
    /** The number of days when the request gives no range. */
    public static final int DEFAULT_DAYS = 30;

    private final ReportContextReader periods;
    private final AudienceReader reader;
    private final GoalBackfillCheck backfillCheck;

    public AudienceResource(ReportContextReader periods, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.reader = new AudienceReader(dependencies);
        this.backfillCheck = new GoalBackfillCheck(plans, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters =
                new QueryParameters(call.request().query(), "from", "to", QueryParameters.COMPARE, "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        Audience audience = site.definitions().audiences().get(call.path("audience"));
        return audience == null
                ? parameters.answer(() -> unknown(site))
                : parameters.answer(range, days -> report(periods.of(site, days), audience));
    }

    static ErrorResponse unknown(Site site) {
        return ErrorResponse.missing(
                "unknown_audience",
                "The plan defines no such audience for this site.",
                new TreeSet<>(site.definitions().audiences().keySet()));
    }

    private TableResponse report(ReportContext period, Audience audience) {
        List<LocalDate> shown = period.days();
        AudienceDays days = days(period, audience);
        List<TableResponse.Row> figures = new ArrayList<>();
        for (LocalDate day : shown) {
            figures.add(new TableResponse.Row(day.toString(), "", () -> row(period, days, day)));
        }
        return new TableResponse(
                definition(
                        Json.MAPPER.createObjectNode().put("site", period.site().id()), audience),
                figures,
                total(period, days, shown),
                List.of(),
                period.meta(warnings(
                        period,
                        audience,
                        Recovery.of(period, days, shown),
                        shown.stream().mapToLong(days::entered).sum())),
                row(period, days, period.range().from()),
                period.isSettled() && Recovery.isMature(period, period.range().to()));
    }

    private AudienceDays days(ReportContext period, Audience audience) {
        return reader.read(period.site(), period.range(), period.asOf(), audience);
    }

    /** Returns the audience's definition in the plan's notation. */
    static ObjectNode definition(ObjectNode into, Audience audience) {
        return into.put("audience", audience.id())
                .put("did", audience.did())
                .put("not", audience.not())
                .put("after", Durations.text(audience.afterMillis()))
                .put("within", Durations.text(audience.withinMillis()));
    }

    private List<Warning> warnings(ReportContext period, Audience audience, Recovery recovery, long entered) {
        List<Warning> warnings = new ArrayList<>();
        List<String> changed = backfillCheck.of(period).stream()
                .filter(audience.goals()::contains)
                .toList();
        if (!changed.isEmpty()) {
            warnings.add(Warning.goalsNeedBackfill(changed));
        }
        if (recovery.isTooFew(entered)) {
            warnings.add(Warning.FEW_VALUES);
        }
        return warnings;
    }

    private static ObjectNode row(ReportContext period, AudienceDays days, LocalDate day) {
        Recovery recovery = Recovery.of(period, days, List.of(day));
        ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.toString());
        movements(row, days.entered(day), days.met(day), days.expired(day));
        row.put("members", days.members(day));
        recovery.put(row);
        return row.put("mature", !recovery.days().isEmpty()).put("complete", period.isComplete(day));
    }

    private static ObjectNode total(ReportContext period, AudienceDays days, List<LocalDate> shown) {
        Recovery recovery = Recovery.of(period, days, shown);
        ObjectNode total = Json.MAPPER.createObjectNode();
        movements(
                total,
                shown.stream().mapToLong(days::entered).sum(),
                shown.stream().mapToLong(days::met).sum(),
                shown.stream().mapToLong(days::expired).sum());
        total.put("members", shown.isEmpty() ? 0 : days.members(shown.getLast()));
        recovery.put(total);
        int mature = recovery.days().size();
        return total.put("days_mature", mature).put("days_pending", shown.size() - mature);
    }

    private static void movements(ObjectNode into, long entered, long met, long expired) {
        into.put("entered", entered);
        into.putObject("left").put("met", met).put("expired", expired);
    }
}
