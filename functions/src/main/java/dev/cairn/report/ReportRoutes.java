package dev.cairn.report;

import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.ingestion.HealthResource;
import dev.cairn.report.ingestion.QuarantineResource;
import dev.cairn.report.ingestion.RecentEventsResource;
import dev.cairn.report.ingestion.UnknownSitesResource;
import dev.cairn.report.jobs.JobsResource;
import dev.cairn.report.keys.SitesResource;
import dev.cairn.report.statistics.ChannelsResource;
import dev.cairn.report.statistics.EventsResource;
import dev.cairn.report.statistics.FunnelDays;
import dev.cairn.report.statistics.FunnelResource;
import dev.cairn.report.statistics.GoalsResource;
import dev.cairn.report.statistics.MissingBaselineCheck;
import dev.cairn.report.statistics.OverviewResource;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import java.util.List;
import java.util.Map;

/** The routes of the function Report: statistics. They write nothing and read neither the archive nor a visitor. */
final class ReportRoutes {
    private final Dependencies dependencies;
    private final PlanRepository plans;
    private final ReadAccess access;

    ReportRoutes(ApiServices services) {
        this.dependencies = services.dependencies();
        this.plans = services.plans();
        this.access = services.access();
    }

    List<Route> routes() {
        ReportContextReader periods = new ReportContextReader(plans, dependencies);
        FunnelDays funnelDays = new FunnelDays(periods, plans, dependencies);
        MissingBaselineCheck averages = new MissingBaselineCheck(dependencies);
        SitesResource sites = new SitesResource(access, plans);
        UnknownSitesResource unknownSites = new UnknownSitesResource(access, dependencies);
        RecentEventsResource recent = new RecentEventsResource(access, plans, dependencies);
        QuarantineResource quarantine = new QuarantineResource(access, plans, periods, dependencies);
        JobsResource jobs = new JobsResource(access, dependencies);
        return List.of(
                Route.of("/v1/sites", Map.of("GET", sites::list)),
                Route.of("/v1/unknown-sites", Map.of("GET", unknownSites::get)),
                ofSite("funnels/{funnel}", new FunnelResource(periods, funnelDays, plans, dependencies)),
                ofSite("channels", new ChannelsResource(periods, funnelDays, plans, dependencies)),
                ofSite(GoalCounts.STATISTIC.name(), new GoalsResource(periods, averages, plans, dependencies)),
                ofSite(OverviewCounts.STATISTIC.name(), new OverviewResource(periods, dependencies)),
                ofSite(EventNameCounts.STATISTIC.name(), new EventsResource(periods, dependencies)),
                ofSite(HealthCounts.STATISTIC.name(), new HealthResource(periods, averages, dependencies)),
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
}
