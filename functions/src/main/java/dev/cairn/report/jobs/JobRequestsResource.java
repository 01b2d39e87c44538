package dev.cairn.report.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Scope;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.BackfillRules.Backfill;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.RequestBody;
import dev.cairn.report.api.Response;
import dev.cairn.report.keys.KeyRequest;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Dependencies;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import dev.cairn.store.work.JobStore.Kind;
import dev.cairn.store.work.JobStore.Loaded;
import dev.cairn.store.work.Quarantine;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accepts requests to reprocess past data: backfills (R4), rebuilds (R8) and quarantine replays. Each creates a job;
 * repeating a request while its job is open returns that job.
 */
public final class JobRequestsResource {
    private static final int MAX_BYTES = 1024;
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    private final ReadAccess access;
    /** Not cached: a backfill must apply a plan that was saved a moment ago. */
    private final PlanRepository plans;

    private final JobStore jobs;
    private final Quarantine quarantine;
    private final Clock clock;

    public JobRequestsResource(ReadAccess access, Dependencies dependencies, @Nullable FirstSite firstSite) {
        this.access = access;
        this.plans = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO, firstSite);
        this.jobs = new JobStore(dependencies.items(), dependencies.clock());
        this.quarantine = new Quarantine(dependencies.items(), dependencies.clock());
        this.clock = dependencies.clock();
    }

    public Response backfill(ApiRequest call) {
        String id = call.path("site");
        return access.onSite(
                call.request(),
                Scope.PLAN_WRITE,
                id,
                key -> withBody(
                        call,
                        body -> Optional.ofNullable(plans.current().sites().get(id))
                                .map(site -> backfill(site, body))
                                .orElseGet(() -> ErrorResponse.unknownSite(id))));
    }

    private Response backfill(Site site, String body) {
        return switch (BackfillRequest.read(body, site, clock)) {
            case BackfillRequest.Unusable unusable -> unusable.refusal();
            case BackfillRequest.Wanted wanted -> JobsResource.accepted(backfill(site, wanted));
        };
    }

    /**
     * Adds the backfill rule before the job: events received from now on are tagged by it even if adding the job fails.
     */
    private Job backfill(Site site, BackfillRequest.Wanted wanted) {
        int version = plans.current().version();
        Map<String, String> what = Map.of(
                "from", wanted.from().toString(),
                "to", wanted.to().toString(),
                "plan_version", Integer.toString(version));
        return open(Kind.BACKFILL, site.id(), what).orElseGet(() -> {
            Backfill rule = plans.backfills().add(site.id(), wanted.from(), wanted.to(), version);
            Map<String, String> numbered = new HashMap<>(what);
            numbered.put("backfill", Integer.toString(rule.number()));
            numbered.put("plan_version", Integer.toString(rule.planVersion()));
            return jobs.add(Kind.BACKFILL, site.id(), numbered);
        });
    }

    public Response replay(ApiRequest call) {
        String site = call.path("site");
        return access.asAdmin(
                call.request(),
                key -> withBody(call, body -> {
                    if (!Quarantine.under(site).equals(site)) {
                        return ErrorResponse.of(404, "unknown_site", "This is not a valid site id.");
                    }
                    return body.isBlank() ? replay(site, Map.of()) : replay(site, body);
                }));
    }

    private Response replay(String site, String body) {
        JsonNode json = KeyRequest.tree(body);
        JsonNode reason = json.path("reason");
        boolean sound =
                json.isObject() && (json.isEmpty() || json.size() == 1 && (reason.isTextual() || reason.isNull()));
        if (!sound) {
            return ErrorResponse.of(
                    400, "invalid_json", "The body must be empty or a JSON object with reason, a string.");
        }
        return reason.isTextual() ? ofReason(site, reason.asText()) : replay(site, Map.of());
    }

    private Response ofReason(String site, String reason) {
        Set<String> known = quarantine.list(site, LocalDate.EPOCH, NEVER).stream()
                .map(Quarantine.Kept::reason)
                .collect(Collectors.toCollection(TreeSet::new));
        known.add(DeadLetterBatches.REASON);
        return known.contains(reason)
                ? replay(site, Map.of("reason", reason))
                : ErrorResponse.parameter(
                        "reason",
                        "The site has no quarantined events with this reason; allowed: " + String.join(", ", known)
                                + ".",
                        known);
    }

    private Response replay(String site, Map<String, String> what) {
        return JobsResource.accepted(open(Kind.REPLAY, site, what).orElseGet(() -> jobs.add(Kind.REPLAY, site, what)));
    }

    public Response rebuild(ApiRequest call) {
        return access.asAdmin(
                call.request(),
                key -> withBody(
                        call,
                        body -> body.isBlank() || body.strip().equals("{}")
                                ? JobsResource.accepted(rebuild())
                                : ErrorResponse.of(400, "invalid_json", "A rebuild takes no body.")));
    }

    private Job rebuild() {
        return open(Kind.REBUILD, JobStore.EVERY_SITE, Map.of())
                .orElseGet(() -> jobs.add(Kind.REBUILD, JobStore.EVERY_SITE, Map.of()));
    }

    /** An open job for the same work. */
    private Optional<Job> open(Kind kind, String site, Map<String, String> what) {
        return jobs.open().stream()
                .map(Loaded::job)
                .filter(job -> job.kind() == kind && job.site().equals(site))
                .filter(job -> isSame(job.what(), what))
                .findFirst();
    }

    private static boolean isSame(Map<String, String> known, Map<String, String> what) {
        Map<String, String> asked = new HashMap<>(known);
        asked.keySet().removeAll(Set.of("backfill", "unreadable")); // the job's own state
        return asked.equals(what);
    }

    private static Response withBody(ApiRequest call, Function<String, Response> then) {
        return new QueryParameters(call.request().query())
                .answer(() -> switch (RequestBody.read(call.request(), MAX_BYTES)) {
                    case RequestBody.Unusable unusable -> unusable.refusal();
                    case RequestBody.Text body -> then.apply(body.text());
                });
    }
}
