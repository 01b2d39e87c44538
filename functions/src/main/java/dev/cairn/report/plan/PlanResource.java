package dev.cairn.report.plan;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.parse.PlanWarnings;
import dev.cairn.plan.version.FirstSite;
import dev.cairn.plan.version.PlanJson;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.RequestBody;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Dependencies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and replaces the plan as a document (section 4). A key that may write one site's block reads only the part that
 * applies to that site and saves it in that form; the other sites' blocks remain unchanged.
 */
public final class PlanResource {
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private final ReadAccess access;
    private final PlanRepository plans;
    private final PlanRepository stored;
    private final PlanInvalidation marks;

    public PlanResource(
            ReadAccess access, PlanRepository plans, Dependencies dependencies, @Nullable FirstSite firstSite) {
        this.access = access;
        this.plans = plans;
        // Not cached: an editor needs the current plan, not the one from a minute ago.
        this.stored = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO, firstSite);
        this.marks = new PlanInvalidation(dependencies);
    }

    /** Returns the current version or, with {@code version}, an earlier one. */
    public Response get(ApiRequest call) {
        return access.onPlan(call.request(), key -> {
            QueryParameters parameters = new QueryParameters(call.request().query(), "version");
            Optional<Integer> number = parameters.number("version");
            return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> version(number, onlySite(key)));
        });
    }

    private static List<Map<String, Object>> warnings(Plan plan, @Nullable String onlySite) {
        return PlanJson.ofFaults(PlanWarnings.of(plan.sites().values().stream()
                .filter(site -> onlySite == null || onlySite.equals(site.id()))
                .toList()));
    }

    /** Null for a key that can read and change all sites. */
    private static @Nullable String onlySite(AccessKey key) {
        return key.scopes().contains(Scope.ADMIN) ? null : key.site();
    }

    private static Map<String, Object> json(Plan plan, @Nullable String onlySite) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (onlySite != null) {
            json.put("site", onlySite);
        }
        json.putAll(PlanJson.of(plan, onlySite == null ? plan.source() : SiteDocument.of(plan.source(), onlySite)));
        json.put("warnings", warnings(plan, onlySite));
        return json;
    }

    private Response version(Optional<Integer> number, @Nullable String onlySite) {
        if (number.isEmpty()) {
            Plan plan = stored.current();
            Map<String, Object> json = json(plan, onlySite);
            json.put("versions", PlanJson.of(stored.versions()));
            return TextResponse.json(json).withEtag(plan.etag());
        }
        try {
            Plan plan = stored.version(number.get());
            return TextResponse.json(json(plan, onlySite)).withEtag(plan.etag());
        } catch (NoSuchElementException neverPut) {
            return ErrorResponse.parameter(
                    "version",
                    "There is no such version.",
                    stored.versions().stream()
                            .map(version -> Integer.toString(version.number()))
                            .toList());
        }
    }

    public Response put(ApiRequest call) {
        return access.onPlan(call.request(), key -> {
            HttpRequest request = call.request();
            Optional<ErrorResponse> fault = new QueryParameters(request.query()).fault();
            if (fault.isPresent()) {
                return fault.get();
            }
            return switch (RequestBody.read(request, MAX_BYTES)) {
                case RequestBody.Unusable unusable -> unusable.refusal();
                case RequestBody.Text source -> put(source.text(), request.header("if-match"), key);
            };
        });
    }

    Response put(String source, Optional<String> ifMatch, AccessKey key) {
        String onlySite = onlySite(key);
        return switch (plans.put(source, ifMatch.orElse(null), onlySite)) {
            case PutResult.Stored stored -> stored(stored, onlySite);
            case PutResult.Faulty faulty -> faulty(faulty.faults());
            case PutResult.PreconditionRequired required ->
                stale(
                        428,
                        "precondition_required",
                        "Send If-Match with the ETag of the plan you want to replace, or *.",
                        required.currentEtag());
            case PutResult.PreconditionFailed failed ->
                stale(
                        412,
                        "precondition_failed",
                        "The plan has changed in the meantime; fetch the current version and try again.",
                        failed.currentEtag());
            case PutResult.TooManyVersions tooMany -> tooMany(tooMany);
            case PutResult.Forbidden forbidden -> forbidden(forbidden.path());
        };
    }

    private static ErrorResponse faulty(List<PlanError> faults) {
        return new ErrorResponse(
                400,
                "invalid_plan",
                "The plan has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                        + "; nothing was changed.",
                Map.of("faults", PlanJson.ofFaults(faults)),
                Map.of());
    }

    private static ErrorResponse tooMany(PutResult.TooManyVersions versions) {
        OptionalLong wait = versions.retryAfterSeconds();
        return new ErrorResponse(
                wait.isPresent() ? 429 : 409,
                "too_many_versions",
                versions.message(),
                Map.of(),
                wait.isPresent() ? Map.of("retry-after", Long.toString(wait.getAsLong())) : Map.of());
    }

    private static ErrorResponse forbidden(String path) {
        return new ErrorResponse(
                403,
                "forbidden",
                "This key may change only its own site's block; the plan differs at " + path + ".",
                Map.of("path", path),
                Map.of());
    }

    private Response stored(PutResult.Stored stored, @Nullable String onlySite) {
        Plan plan = stored.plan();
        if (stored.created()) {
            marks.raise(plans.version(plan.version() - 1), plan);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", plan.version());
        json.put("since", plan.since().toString());
        json.put("etag", stored.etag());
        json.put("created", stored.created());
        json.put("warnings", warnings(plan, onlySite));
        json.put(
                "sites",
                plan.sites().keySet().stream()
                        .filter(site -> onlySite == null || onlySite.equals(site))
                        .toList());
        return TextResponse.done(200, json).withEtag(stored.etag());
    }

    private static ErrorResponse stale(int status, String code, String message, String etag) {
        return new ErrorResponse(status, code, message, Map.of("etag", etag), Map.of("etag", etag));
    }
}
