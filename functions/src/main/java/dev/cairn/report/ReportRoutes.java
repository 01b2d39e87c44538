package dev.cairn.report;

import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.domain.statistic.PageCounts;
import dev.cairn.http.BrowserPaths;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.anomalies.AnomaliesResource;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.audiences.AudienceResource;
import dev.cairn.report.audiences.AudiencesResource;
import dev.cairn.report.ingestion.HealthResource;
import dev.cairn.report.ingestion.QuarantineResource;
import dev.cairn.report.ingestion.RecentEventsResource;
import dev.cairn.report.ingestion.UnknownSitesResource;
import dev.cairn.report.insights.MicrosResource;
import dev.cairn.report.jobs.JobsResource;
import dev.cairn.report.keys.SitesResource;
import dev.cairn.report.notes.NotesResource;
import dev.cairn.report.open.PublicSites;
import dev.cairn.report.statistics.ChannelsResource;
import dev.cairn.report.statistics.EventsResource;
import dev.cairn.report.statistics.FunnelDays;
import dev.cairn.report.statistics.FunnelResource;
import dev.cairn.report.statistics.GoalsResource;
import dev.cairn.report.statistics.HoursResource;
import dev.cairn.report.statistics.MissingAveragesCheck;
import dev.cairn.report.statistics.NextEventsResource;
import dev.cairn.report.statistics.OverviewResource;
import dev.cairn.report.statistics.PagesResource;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.report.targets.TargetReader;
import dev.cairn.report.targets.TargetsResource;
import dev.cairn.report.today.TodayBlocks;
import dev.cairn.report.today.TodayResource;
import dev.cairn.report.web.DashboardFiles;
import dev.cairn.store.Dependencies;
import java.util.List;
import java.util.Map;

/**
 * The routes of the Report function: statistics. They write nothing and read neither the archive nor single visitors.
 */
final class ReportRoutes {
    private final Dependencies dependencies;
    private final PlanRepository plans;
    private final ReadAccess access;
    private final PublicSites open;
    private final ReportContextReader periods;

    ReportRoutes(ApiServices services, BrowserPaths paths) {
        this.dependencies = services.dependencies();
        this.plans = services.plans();
        this.access = services.access();
        this.periods = new ReportContextReader(plans, dependencies);
        this.open = new PublicSites(plans, periods, new DashboardFiles(paths));
    }

    List<Route> routes() {
        FunnelDays funnelDays = new FunnelDays(periods, plans, dependencies);
        TargetReader targets = new TargetReader(periods, dependencies);
        MissingAveragesCheck averages = new MissingAveragesCheck(dependencies);
        SitesResource sites = new SitesResource(access, plans, periods);
        UnknownSitesResource unknownSites = new UnknownSitesResource(access, dependencies);
        RecentEventsResource recent = new RecentEventsResource(access, plans, dependencies);
        QuarantineResource quarantine = new QuarantineResource(access, plans, periods, dependencies);
        JobsResource jobs = new JobsResource(access, dependencies);
        FunnelResource funnel = new FunnelResource(periods, funnelDays, plans, dependencies);
        ChannelsResource channels = new ChannelsResource(periods, funnelDays, plans, dependencies);
        GoalsResource goals = new GoalsResource(periods, averages, plans, dependencies);
        OverviewResource overview = new OverviewResource(periods, dependencies);
        return List.of(
                Route.of("/public/{site}", Map.of("GET", open::page)),
                Route.of("/v1/public/{site}", Map.of("GET", open::site)),
                open("funnels/{funnel}", funnel),
                open("channels", channels),
                open(GoalCounts.STATISTIC.name(), goals),
                open(OverviewCounts.STATISTIC.name(), overview),
                Route.of("/v1/sites", Map.of("GET", sites::list)),
                Route.of("/v1/unknown-sites", Map.of("GET", unknownSites::get)),
                ofSite("funnels/{funnel}", funnel),
                ofSite("funnels/{funnel}/next_events", new NextEventsResource(periods, plans, dependencies)),
                ofSite("channels", channels),
                ofSite(GoalCounts.STATISTIC.name(), goals),
                ofSite(OverviewCounts.STATISTIC.name(), overview),
                ofSite(EventNameCounts.STATISTIC.name(), new EventsResource(periods, dependencies)),
                ofSite("targets", new TargetsResource(periods, targets, plans, dependencies)),
                ofSite(
                        "today",
                        new TodayResource(periods, TodayBlocks.all(plans, periods, dependencies), dependencies)),
                ofSite(HealthCounts.STATISTIC.name(), new HealthResource(periods, averages, dependencies)),
                ofSite(MicroCounts.STATISTIC.name(), new MicrosResource(periods, plans, dependencies)),
                ofSite(PageCounts.STATISTIC.name(), new PagesResource(periods, dependencies)),
                ofSite("audiences", new AudiencesResource(dependencies)),
                ofSite("audiences/{audience}", new AudienceResource(periods, plans, dependencies)),
                ofSite("hours", new HoursResource(periods, dependencies)),
                ofSite("notes", new NotesResource(periods, plans, dependencies)),
                ofSite("anomalies", new AnomaliesResource(periods, dependencies)),
                Route.of("/v1/sites/{site}/recent", Map.of("GET", recent::get)),
                Route.of("/v1/sites/{site}/quarantine", Map.of("GET", quarantine::get)),
                Route.of("/v1/sites/{site}/jobs", Map.of("GET", jobs::list)),
                Route.of("/v1/sites/{site}/jobs/{id}", Map.of("GET", jobs::get)));
    }

    /** A route under a site, for keys that may read the site's statistics. */
    private Route ofSite(String pattern, SiteResource report) {
        Route.Endpoint endpoint = call -> access.onStatistics(
                call.request(),
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> report.answer(site, call.without(ReadAccess.SHARE)))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
        return Route.of("/v1/sites/{site}/" + pattern, Map.of("GET", endpoint));
    }

    /** The same report without a key, for sites that the plan makes public. */
    private Route open(String pattern, SiteResource report) {
        return Route.of("/v1/public/{site}/" + pattern, Map.of("GET", call -> open.report(call, report)));
    }
}
