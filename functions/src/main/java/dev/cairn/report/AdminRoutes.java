package dev.cairn.report;

import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.ads.AdsResource;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.audiences.MembersResource;
import dev.cairn.report.ingestion.EventNamesResource;
import dev.cairn.report.ingestion.ImportedDaysResource;
import dev.cairn.report.jobs.JobRequestsResource;
import dev.cairn.report.keys.IdentitySecretResource;
import dev.cairn.report.keys.KeysResource;
import dev.cairn.report.keys.SharesResource;
import dev.cairn.report.orders.OrdersResource;
import dev.cairn.report.plan.PlanPreviewResource;
import dev.cairn.report.plan.PlanResource;
import dev.cairn.report.plan.SitePlanResource;
import dev.cairn.report.plan.VisitorSample;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.visitors.VisitorsResource;
import dev.cairn.store.Dependencies;
import java.util.List;
import java.util.Map;

/** The routes of the Admin function: the plan, keys, job requests and single visitors. */
final class AdminRoutes {
    private final ApiServices services;
    private final Dependencies dependencies;
    private final PlanRepository plans;
    private final ReadAccess access;

    AdminRoutes(ApiServices services) {
        this.services = services;
        this.dependencies = services.dependencies();
        this.plans = services.plans();
        this.access = services.access();
    }

    List<Route> routes() {
        FirstSite firstSite = services.firstSite();
        PlanResource plan = new PlanResource(access, plans, dependencies, firstSite);
        SitePlanResource sitePlan = new SitePlanResource(access, plan, dependencies, firstSite);
        VisitorSample.Reader samples = new VisitorSample.Reader(dependencies, VisitorSample.MOST_EVENTS);
        PlanPreviewResource preview = new PlanPreviewResource(access, plans, dependencies, firstSite, samples);
        EventNamesResource names = new EventNamesResource(access, plans, dependencies, samples);
        KeysResource keyring = new KeysResource(access, services.keys(), plans);
        IdentitySecretResource identity = new IdentitySecretResource(access, plans, dependencies.secrets());
        SharesResource shares = new SharesResource(access, services.keys(), plans);
        JobRequestsResource restatement = new JobRequestsResource(access, dependencies, firstSite);
        ReportContextReader periods = new ReportContextReader(plans, dependencies);
        VisitorsResource visitors = new VisitorsResource(access, plans, periods, dependencies);
        MembersResource members = new MembersResource(access, plans, dependencies);
        AdsResource ads = new AdsResource(access, plans, periods, dependencies);
        ImportedDaysResource imported = new ImportedDaysResource(access, plans, periods, dependencies);
        OrdersResource orders = new OrdersResource(access, plans, periods, dependencies);
        return List.of(
                Route.of("/v1/sites/{site}/imported-days", Map.of("GET", imported::list, "PUT", imported::put)),
                Route.of("/v1/sites/{site}/orders", Map.of("GET", orders::list)),
                Route.of("/v1/sites/{site}/ads-conversions.csv", Map.of("GET", ads::conversions)),
                Route.of("/v1/sites/{site}/ads-adjustments.csv", Map.of("GET", ads::adjustments)),
                Route.of("/v1/sites/{site}/audiences/{audience}/members", Map.of("GET", members::list)),
                Route.of("/v1/sites/{site}/audiences/{audience}/match", Map.of("POST", members::match)),
                Route.of("/v1/sites/{site}/shares", Map.of("POST", shares::create)),
                Route.of("/v1/sites/{site}/quarantine/replays", Map.of("POST", restatement::replay)),
                Route.of("/v1/sites/{site}/backfills", Map.of("POST", restatement::backfill)),
                Route.of("/v1/rebuilds", Map.of("POST", restatement::rebuild)),
                Route.of("/v1/sites/{site}/visitors/{id...}", Map.of("GET", visitors::get, "DELETE", visitors::erase)),
                Route.of("/v1/sites/{site}", Map.of("PUT", sitePlan::add)),
                Route.of("/v1/sites/{site}/plan", Map.of("GET", sitePlan::get, "PATCH", sitePlan::patch)),
                Route.of("/v1/sites/{site}/plan/preview", Map.of("POST", preview::post)),
                Route.of("/v1/sites/{site}/identity-secret", Map.of("GET", identity::get)),
                Route.of("/v1/sites/{site}/names", Map.of("GET", names::get)),
                Route.of("/v1/plan", Map.of("GET", plan::get, "PUT", plan::put)),
                Route.of("/v1/keys", Map.of("GET", keyring::list, "POST", keyring::create)),
                Route.of("/v1/keys/{id}", Map.of("DELETE", keyring::revoke)));
    }
}
