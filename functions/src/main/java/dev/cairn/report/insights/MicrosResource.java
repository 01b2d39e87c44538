package dev.cairn.report.insights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Ratios;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.statistics.GoalBackfillCheck;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.StatisticRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reports the micro goals of a macro goal: which of them precede it, whether visitors who meet them are more likely to
 * meet it later, and what that suggests about their kind (N1 to N4). One row per day and micro goal with a figure.
 */
public final class MicrosResource implements SiteResource {
    /** A site without visitors for longer than this counts as new again. */
    private static final int REMEMBERED_DAYS = 400;

    private static final Map<String, Integer> WINDOWS =
            LaterConversionCounts.WINDOWS.stream().collect(Collectors.toMap(days -> days + "d", Function.identity()));

    private final ReportContextReader periods;
    private final GoalBackfillCheck backfillCheck;
    private final MicroReader reader;
    private final StatisticRows rows;

    public MicrosResource(ReportContextReader periods, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.backfillCheck = new GoalBackfillCheck(plans, dependencies);
        this.reader = new MicroReader(dependencies);
        this.rows = new StatisticRows(dependencies.items());
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(
                call.request().query(), "macro", "from", "to", "window", QueryParameters.TOTALS, "format", "cursor");
        parameters.choice(QueryParameters.TOTALS, Map.of(QueryParameters.ONLY, true));
        DayRange range = parameters.range(periods.today(site), MicroReader.DEFAULT_DAYS);
        Map<String, String> macros = site.definitions().shownGoals(GoalTier.MACRO).stream()
                .collect(Collectors.toMap(Function.identity(), Function.identity()));
        Optional<String> macro = parameters.required("macro", macros);
        Optional<Integer> window = parameters.choice("window", WINDOWS);
        return parameters.answer(() -> report(MicroQuestion.of(periods.of(site, range), macro.orElseThrow(), window)));
    }

    private TableResponse report(MicroQuestion question) {
        ReportContext period = question.period();
        List<TableResponse.Row> ofDays = new ArrayList<>();
        MicroCounts all = MicroCounts.EMPTY;
        MicroCounts mature = MicroCounts.EMPTY;
        for (MicroReader.Day day : reader.days(question)) {
            all = all.plus(day.counts());
            mature = question.isMature(day.date()) ? mature.plus(day.counts()) : mature;
            for (String micro : day.micros()) {
                ofDays.add(new TableResponse.Row(day.date().toString(), micro, () -> row(question, day, micro)));
            }
        }
        MicroSums sums = new MicroSums(question, all, mature);
        ObjectNode meta = period.meta(warnings(question, sums));
        meta.set("macro_linkable_share", Ratios.share(all.assist().macros(), reader.conversions(question)));
        return new TableResponse(
                head(question),
                ofDays,
                sums.total(),
                sums.totals(),
                meta,
                blank(question),
                question.isMature(period.range().to()));
    }

    private static ObjectNode head(MicroQuestion question) {
        return Json.MAPPER
                .createObjectNode()
                .put("site", question.period().site().id())
                .put("macro", question.macro())
                .put("look_back_days", MicroCounts.LOOK_BACK_DAYS)
                .put("window_days", question.window())
                .put("causal", false);
    }

    private static ObjectNode row(MicroQuestion question, MicroReader.Day day, String micro) {
        boolean isMature = question.isMature(day.date());
        boolean isFollowed = isMature && question.hasFollowUps();
        MicroKind kind = question.kind(micro);
        FourfoldTable table = day.counts().association().table(micro, question.window());
        ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.date().toString());
        row.put("micro", micro).put("kind", kind == null ? null : kind.word()).put("mature", isMature);
        row.set(
                "assist",
                MicroFigures.assist(question.hasAssists() ? day.counts().assist() : null, micro));
        row.set("association", MicroFigures.association(isFollowed ? table : null));
        row.set(
                "sufficiency",
                MicroFigures.sufficiency(isFollowed ? day.counts().sufficiency().of(micro) : null, question.window()));
        return row.put("complete", question.period().isComplete(day.date()))
                .put("revision", day.row().revision())
                .put("as_of", ReportContext.instant(day.row().asOf()))
                .put("plan_version", day.row().planVersion());
    }

    private static ObjectNode blank(MicroQuestion question) {
        StatisticRows.Row row =
                new StatisticRows.Row(question.period().range().from(), 0, 0, 0, Json.MAPPER.createObjectNode());
        return row(question, new MicroReader.Day(row, MicroCounts.EMPTY), "");
    }

    private List<Warning> warnings(MicroQuestion question, MicroSums sums) {
        ReportContext period = question.period();
        List<Warning> warnings = new ArrayList<>();
        if (!question.hasFollowUps()) {
            warnings.add(Warning.retentionTooShort(
                    period.site().retentionDays(), MicroQuestion.ASSIST_RETENTION, MicroQuestion.RETENTION));
        } else if (question.matureDays() == 0) {
            warnings.add(Warning.noMatureDays(firstMature(question), question.window()));
        }
        if (isYoung(period)) {
            warnings.add(Warning.LOOK_BACK_INCOMPLETE);
        }
        if (sums.hidesFigures()) {
            warnings.add(Warning.FEW_VALUES);
        }
        Set<String> shown = period.site().definitions().shownGoals(GoalTier.MICRO);
        List<String> changed = backfillCheck.of(period).stream()
                .filter(goal -> goal.equals(question.macro()) || shown.contains(goal))
                .toList();
        if (!changed.isEmpty()) {
            warnings.add(Warning.goalsNeedBackfill(changed));
        }
        return warnings;
    }

    /** The day after the window that begins with the first day with visitors in the range. */
    private static LocalDate firstMature(MicroQuestion question) {
        ReportContext period = question.period();
        LocalDate first = period.overview().entrySet().stream()
                .filter(day -> day.getValue().visitors() > 0)
                .map(Map.Entry::getKey)
                .min(LocalDate::compareTo)
                .orElse(period.range().from());
        return first.plusDays(question.window() + 1L);
    }

    /** Whether the site had no visitors yet at the start of the first day's look-back (N0.10). */
    private boolean isYoung(ReportContext period) {
        LocalDate begin = period.range().from().minusDays(MicroCounts.LOOK_BACK_DAYS);
        return period.sum().visitors() > 0
                && rows
                        .range(
                                period.site().id(),
                                RowKey.of(OverviewCounts.STATISTIC),
                                begin.minusDays(REMEMBERED_DAYS),
                                begin)
                        .stream()
                        .noneMatch(row -> row.total(OverviewCounts.STATISTIC).visitors() > 0);
    }
}
