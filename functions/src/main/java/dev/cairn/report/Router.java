package dev.cairn.report;

import dev.cairn.access.Keys;
import dev.cairn.domain.statistic.EventNames;
import dev.cairn.domain.statistic.GoalCounts;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.Paths;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plans;
import dev.cairn.store.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every address there is, and who answers it. */
final class Router {
    private final Plans plans;
    private final Access access;
    private final Script script;
    private final List<Route> routes;
    private final Map<String, String> sendingMethods;

    Router(Ports ports, Duration cacheFor, @Nullable FirstSite firstSite, Paths paths) {
        Keys keys = new Keys(ports.items(), ports.secrets(), ports.clock(), cacheFor);
        this.plans = new Plans(ports.items(), ports.clock(), cacheFor, firstSite);
        this.access = new Access(keys);
        Periods periods = new Periods(plans, ports);
        FunnelDays funnelDays = new FunnelDays(periods, plans, ports);
        MissingAverages averages = new MissingAverages(ports);
        PlanResource plan = new PlanResource(access, plans, ports, firstSite);
        SitePlanResource sitePlan = new SitePlanResource(access, plan, ports, firstSite);
        VisitorSample.Reader samples = new VisitorSample.Reader(ports, VisitorSample.MOST_EVENTS);
        PlanPreviewResource preview = new PlanPreviewResource(access, plans, ports, firstSite, samples);
        NamesReport names = new NamesReport(access, plans, ports, samples);
        KeysResource keyring = new KeysResource(access, keys, plans);
        SitesResource sites = new SitesResource(access, plans);
        SharesResource shares = new SharesResource(access, keys, plans);
        RecentReport recent = new RecentReport(access, plans, ports);
        QuarantineReport quarantine = new QuarantineReport(access, plans, periods, ports);
        JobsResource jobs = new JobsResource(access, ports);
        RestatementResource restatement = new RestatementResource(access, ports, firstSite);
        VisitorsResource visitors = new VisitorsResource(access, plans, periods, ports);
        Assets assets = new Assets(paths);
        this.script = new Script(paths);
        this.sendingMethods = Map.of(paths.event(), "POST, OPTIONS", paths.pixel(), "GET");
        this.routes = List.of(
                route("/", Map.of("GET", assets::page)),
                route("/app/{file}", Map.of("GET", assets::asset)),
                route(script.path(), Map.of("GET", script::get)),
                route(script.versionedPath(), Map.of("GET", script::get)),
                route("/openapi.yaml", Map.of("GET", new OpenApiResource(paths)::get)),
                route("/v1/sites", Map.of("GET", sites::list)),
                ofSite("funnels/{funnel}", new FunnelReport(periods, funnelDays, plans, ports)),
                ofSite("channels", new ChannelsReport(periods, funnelDays, plans, ports)),
                ofSite(GoalCounts.STATISTIC.name(), new GoalsReport(periods, averages, plans, ports)),
                ofSite(Overview.STATISTIC.name(), new OverviewReport(periods, ports)),
                ofSite(EventNames.STATISTIC.name(), new EventsReport(periods, ports)),
                ofSite(HealthCounts.STATISTIC.name(), new HealthReport(periods, averages, ports)),
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

    /** An address under a site, for whom may read the site's statistics. */
    private Route ofSite(String pattern, SiteReport report) {
        Route.Endpoint endpoint = call -> access.onStatistics(
                call.request(),
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> report.answer(site, call.without(Access.SHARE)))
                        .orElseGet(() -> Refusal.unknownSite(call.path("site"))));
        return route("/v1/sites/{site}/" + pattern, Map.of("GET", endpoint));
    }

    Answer answer(HttpRequest request) {
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(script.current(request.path()));
            if (variables.isPresent()) {
                String method = request.method().equals("HEAD") ? "GET" : request.method();
                Route.Endpoint endpoint = route.methods().get(method);
                return endpoint == null ? notAllowed(route) : endpoint.answer(new Call(request, variables.get()));
            }
        }
        String sending = sendingMethods.get(request.path());
        return sending == null ? nothingHere() : sentTo(sending);
    }

    /** What API Gateway leads here of an address for events came with a method that none of its routes has. */
    private static Refusal sentTo(String methods) {
        return new Refusal(
                405,
                "method_not_allowed",
                "This address takes " + methods.split(",")[0] + ".",
                Map.of(),
                Map.of("allow", methods));
    }

    private Refusal nothingHere() {
        return Refusal.missing(
                "not_found",
                "There is nothing at this address.",
                routes.stream()
                        .map(route -> route.allow().replace(", HEAD", "").replace(", ", "|") + " " + route.pattern())
                        .toList());
    }

    private static Refusal notAllowed(Route route) {
        return new Refusal(
                405,
                "method_not_allowed",
                "This address answers " + route.allow() + " only.",
                Map.of("allowed", List.of(route.allow().split(", "))),
                Map.of("allow", route.allow()));
    }
}
