package dev.cairn.report.today;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.anomalies.AlarmReader;
import dev.cairn.report.audiences.AudienceReader;
import dev.cairn.report.insights.MicroReader;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.targets.TargetReader;
import dev.cairn.store.Dependencies;
import java.util.List;

/** The available blocks, in page order. */
public final class TodayBlocks {
    private TodayBlocks() {}

    /**
     * All blocks. To add one, implement {@link PageBlock}, list it here, and add its key to docs/insights/today.md and
     * to {@code PageBlock} in {@code openapi.yaml}.
     */
    public static List<PageBlock> all(PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        return with(PastDaysBlock.yesterday(periods, dependencies), plans, periods, dependencies);
    }

    /** The blocks of a weekly digest, with last week in place of yesterday. */
    public static List<PageBlock> ofLastWeek(
            PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        return with(PastDaysBlock.lastWeek(periods, dependencies), plans, periods, dependencies);
    }

    private static List<PageBlock> with(
            PageBlock last, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        return List.of(
                new TargetsBlock(new TargetReader(periods, dependencies)),
                new AnomaliesBlock(periods, new AlarmReader(periods, dependencies), dependencies),
                new LargestLossBlock(plans, periods, dependencies),
                new MicrosBlock(periods, new MicroReader(dependencies)),
                new AudiencesBlock(periods, new AudienceReader(dependencies)),
                last);
    }
}
