package dev.cairn.report;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.http.HttpRequest;
import dev.cairn.plan.Fault;
import dev.cairn.plan.FirstSite;
import dev.cairn.plan.Plan;
import dev.cairn.plan.PlanJson;
import dev.cairn.plan.Plans;
import dev.cairn.plan.PutResult;
import dev.cairn.store.Ports;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan as a document (section 4). Whoever may write a part of it reads all of it, for a put replaces all of it.
 */
final class PlanResource {
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private final Access access;
    private final Plans plans;
    private final Plans stored;
    private final PlanMarks marks;

    PlanResource(Access access, Plans plans, Ports ports, @Nullable FirstSite firstSite) {
        this.access = access;
        this.plans = plans;
        // Who reads a plan to edit it needs the one in force, not the one that was a minute ago.
        this.stored = new Plans(ports.items(), ports.clock(), Duration.ZERO, firstSite);
        this.marks = new PlanMarks(ports);
    }

    /** The version in force, or with {@code version} an earlier one. */
    Answer get(Call call) {
        return access.onPlan(call.request(), key -> {
            Parameters parameters = new Parameters(call.request().query(), "version");
            Optional<Integer> number = parameters.number("version");
            return parameters.fault().<Answer>map(fault -> fault).orElseGet(() -> version(number));
        });
    }

    private Answer version(Optional<Integer> number) {
        if (number.isEmpty()) {
            Plan plan = stored.current();
            Map<String, Object> json = new LinkedHashMap<>(PlanJson.of(plan));
            json.put("versions", PlanJson.of(stored.versions()));
            return Content.json(json).withEtag(plan.etag());
        }
        try {
            Plan plan = stored.version(number.get());
            return Content.json(PlanJson.of(plan)).withEtag(plan.etag());
        } catch (NoSuchElementException neverPut) {
            return Refusal.parameter(
                    "version",
                    "There is no such version.",
                    stored.versions().stream()
                            .map(version -> Integer.toString(version.number()))
                            .toList());
        }
    }

    Answer put(Call call) {
        return access.onPlan(call.request(), key -> {
            HttpRequest request = call.request();
            Optional<Refusal> fault = new Parameters(request.query()).fault();
            if (fault.isPresent()) {
                return fault.get();
            }
            return switch (BodyText.read(request, MAX_BYTES)) {
                case BodyText.Unusable unusable -> unusable.refusal();
                case BodyText.Text source -> put(source.text(), request.header("if-match"), key);
            };
        });
    }

    Answer put(String source, Optional<String> ifMatch, AccessKey key) {
        String onlySite = key.scopes().contains(Scope.ADMIN) ? null : key.site();
        return switch (plans.put(source, ifMatch.orElse(null), onlySite)) {
            case PutResult.Stored stored -> stored(stored);
            case PutResult.Faulty faulty -> faulty(faulty.faults());
            case PutResult.PreconditionRequired required ->
                stale(
                        428,
                        "precondition_required",
                        "Send If-Match with the ETag of the plan you mean, or *.",
                        required.currentEtag());
            case PutResult.PreconditionFailed failed ->
                stale(
                        412,
                        "precondition_failed",
                        "Another version is in force by now; get it and try again.",
                        failed.currentEtag());
            case PutResult.Forbidden forbidden -> forbidden(forbidden.path());
        };
    }

    private static Refusal faulty(List<Fault> faults) {
        return new Refusal(
                400,
                "invalid_plan",
                "The plan has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                        + "; nothing was changed.",
                Map.of("faults", PlanJson.ofFaults(faults)),
                Map.of());
    }

    private static Refusal forbidden(String path) {
        return new Refusal(
                403,
                "forbidden",
                "This key may change only its own site's block; the plan differs at " + path + ".",
                Map.of("path", path),
                Map.of());
    }

    private Answer stored(PutResult.Stored stored) {
        Plan plan = stored.plan();
        if (stored.created()) {
            marks.raise(plans.version(plan.version() - 1), plan);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", plan.version());
        json.put("since", plan.since().toString());
        json.put("etag", stored.etag());
        json.put("created", stored.created());
        json.put("sites", List.copyOf(plan.sites().keySet()));
        return Content.done(200, json).withEtag(stored.etag());
    }

    private static Refusal stale(int status, String code, String message, String etag) {
        return new Refusal(status, code, message, Map.of("etag", etag), Map.of("etag", etag));
    }
}
