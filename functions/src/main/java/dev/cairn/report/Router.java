package dev.cairn.report;

import dev.cairn.access.KeyService;
import dev.cairn.domain.statistic.EventNameCounts;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.PublicPaths;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.ingestion.EventNamesResource;
import dev.cairn.report.ingestion.HealthResource;
import dev.cairn.report.ingestion.QuarantineResource;
import dev.cairn.report.ingestion.RecentEventsResource;
import dev.cairn.report.ingestion.UnknownSitesResource;
import dev.cairn.report.jobs.JobRequestsResource;
import dev.cairn.report.jobs.JobsResource;
import dev.cairn.report.keys.KeysResource;
import dev.cairn.report.keys.SharesResource;
import dev.cairn.report.keys.SitesResource;
import dev.cairn.report.plan.PlanPreviewResource;
import dev.cairn.report.plan.PlanResource;
import dev.cairn.report.plan.SitePlanResource;
import dev.cairn.report.plan.VisitorSample;
import dev.cairn.report.statistics.ChannelsResource;
import dev.cairn.report.statistics.EventsResource;
import dev.cairn.report.statistics.FunnelDays;
import dev.cairn.report.statistics.FunnelResource;
import dev.cairn.report.statistics.GoalsResource;
import dev.cairn.report.statistics.MissingBaselineCheck;
import dev.cairn.report.statistics.OverviewResource;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.report.visitors.VisitorsResource;
import dev.cairn.report.web.DashboardFiles;
import dev.cairn.report.web.OpenApiResource;
import dev.cairn.report.web.TrackerScript;
import dev.cairn.store.Dependencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Defines all routes and dispatches requests to their resources. */
final class Router {
    private final PlanRepository plans;
    private final ReadAccess access;
    private final TrackerScript script;
    private final List<Route> routes;
    private final NotYetRoutes notYet;
    private final Map<String, String> sendingMethods;

    Router(Dependencies dependencies, Duration cacheFor, @Nullable FirstSite firstSite, PublicPaths paths) {
        KeyService keys = new KeyService(dependencies.items(), dependencies.secrets(), dependencies.clock(), cacheFor);
        this.plans = new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor, firstSite);
        this.access = new ReadAccess(keys);
        this.notYet = new NotYetRoutes(access);
        ReportContextReader periods = new ReportContextReader(plans, dependencies);
        FunnelDays funnelDays = new FunnelDays(periods, plans, dependencies);
        MissingBaselineCheck averages = new MissingBaselineCheck(dependencies);
        PlanResource plan = new PlanResource(access, plans, dependencies, firstSite);
        SitePlanResource sitePlan = new SitePlanResource(access, plan, dependencies, firstSite);
        VisitorSample.Reader samples = new VisitorSample.Reader(dependencies, VisitorSample.MOST_EVENTS);
        PlanPreviewResource preview = new PlanPreviewResource(access, plans, dependencies, firstSite, samples);
        EventNamesResource names = new EventNamesResource(access, plans, dependencies, samples);
        KeysResource keyring = new KeysResource(access, keys, plans);
        SitesResource sites = new SitesResource(access, plans);
        UnknownSitesResource unknownSites = new UnknownSitesResource(access, dependencies);
        SharesResource shares = new SharesResource(access, keys, plans);
        RecentEventsResource recent = new RecentEventsResource(access, plans, dependencies);
        QuarantineResource quarantine = new QuarantineResource(access, plans, periods, dependencies);
        JobsResource jobs = new JobsResource(access, dependencies);
        JobRequestsResource restatement = new JobRequestsResource(access, dependencies, firstSite);
        VisitorsResource visitors = new VisitorsResource(access, plans, periods, dependencies);
        DashboardFiles assets = new DashboardFiles(paths);
        this.script = new TrackerScript(paths);
        this.sendingMethods = Map.of(paths.event(), "POST, OPTIONS", paths.pixel(), "GET");
        this.routes = List.of(
                route("/", Map.of("GET", assets::page)),
                route("/app/{file...}", Map.of("GET", assets::asset)),
                route(script.path(), Map.of("GET", script::get)),
                route(script.versionedPath(), Map.of("GET", script::get)),
                route("/openapi.yaml", Map.of("GET", new OpenApiResource(paths)::get)),
                route("/v1/sites", Map.of("GET", sites::list)),
                route("/v1/unknown-sites", Map.of("GET", unknownSites::get)),
                ofSite("funnels/{funnel}", new FunnelResource(periods, funnelDays, plans, dependencies)),
                ofSite("channels", new ChannelsResource(periods, funnelDays, plans, dependencies)),
                ofSite(GoalCounts.STATISTIC.name(), new GoalsResource(periods, averages, plans, dependencies)),
                ofSite(OverviewCounts.STATISTIC.name(), new OverviewResource(periods, dependencies)),
                ofSite(EventNameCounts.STATISTIC.name(), new EventsResource(periods, dependencies)),
                ofSite(HealthCounts.STATISTIC.name(), new HealthResource(periods, averages, dependencies)),
                route("/v1/sites/{site}/recent", Map.of("GET", recent::get)),
                route("/v1/sites/{site}/shares", Map.of("POST", shares::create)),
                route("/v1/sites/{site}/quarantine", Map.of("GET", quarantine::get)),
                route("/v1/sites/{site}/quarantine/replays", Map.of("POST", restatement::replay)),
                route("/v1/sites/{site}/backfills", Map.of("POST", restatement::backfill)),
                route("/v1/sites/{site}/jobs", Map.of("GET", jobs::list)),
                route("/v1/sites/{site}/jobs/{id}", Map.of("GET", jobs::get)),
                route("/v1/rebuilds", Map.of("POST", restatement::rebuild)),
                route("/v1/sites/{site}/visitors/{id...}", Map.of("GET", visitors::get, "DELETE", visitors::erase)),
                route("/v1/sites/{site}/plan", Map.of("GET", sitePlan::get, "PATCH", sitePlan::patch)),
                route("/v1/sites/{site}/plan/preview", Map.of("POST", preview::post)),
                route("/v1/sites/{site}/names", Map.of("GET", names::get)),
                route("/v1/plan", Map.of("GET", plan::get, "PUT", plan::put)),
                route("/v1/keys", Map.of("GET", keyring::list, "POST", keyring::create)),
                route("/v1/keys/{id}", Map.of("DELETE", keyring::revoke)));
    }

    List<Route> routes() {
        return routes;
    }

    private static Route route(String pattern, Map<String, Route.Endpoint> methods) {
        return new Route(pattern, new TreeMap<>(methods));
    }

    /** A route under a site, for keys that may read the site's statistics. */
    private Route ofSite(String pattern, SiteResource report) {
        Route.Endpoint endpoint = call -> access.onStatistics(
                call.request(),
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> report.answer(site, call.without(ReadAccess.SHARE)))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
        return route("/v1/sites/{site}/" + pattern, Map.of("GET", endpoint));
    }

    Response answer(HttpRequest request) {
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(script.current(request.path()));
            if (variables.isPresent()) {
                String method = request.method().equals("HEAD") ? "GET" : request.method();
                Route.Endpoint endpoint = route.methods().get(method);
                return endpoint == null ? notAllowed(route) : endpoint.answer(new ApiRequest(request, variables.get()));
            }
        }
        String sending = sendingMethods.get(request.path());
        return sending == null ? notYet.answer(request).orElseGet(this::nothingHere) : sentTo(sending);
    }

    /**
     * Responds to a request for an event endpoint whose method matches none of its API Gateway routes and therefore
     * arrives here.
     */
    private static ErrorResponse sentTo(String methods) {
        return new ErrorResponse(
                405,
                "method_not_allowed",
                "This endpoint accepts only " + methods.split(",")[0] + ".",
                Map.of(),
                Map.of("allow", methods));
    }

    private ErrorResponse nothingHere() {
        return ErrorResponse.missing(
                "not_found",
                "No such route.",
                routes.stream()
                        .map(route -> route.allow().replace(", HEAD", "").replace(", ", "|") + " " + route.pattern())
                        .toList());
    }

    private static ErrorResponse notAllowed(Route route) {
        return new ErrorResponse(
                405,
                "method_not_allowed",
                "This endpoint accepts only " + route.allow() + ".",
                Map.of("allowed", List.of(route.allow().split(", "))),
                Map.of("allow", route.allow()));
    }
}
