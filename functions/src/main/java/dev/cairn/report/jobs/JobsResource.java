package dev.cairn.report.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.AccessKey;
import dev.cairn.access.Scope;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.PageCursor;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.work.JobStore;
import dev.cairn.store.work.JobStore.Job;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports the progress of jobs to keys that may read a site's statistics or write its plan. Jobs for all sites are
 * under {@link JobStore#EVERY_SITE} and require an admin key.
 */
public final class JobsResource {
    /** The fields of a job's request that are returned; none of them identifies a visitor. */
    private static final List<String> SHOWN = List.of("from", "to", "plan_version", "reason");

    private final ReadAccess access;
    private final JobStore jobs;

    public JobsResource(ReadAccess access, Dependencies dependencies) {
        this.access = access;
        this.jobs = new JobStore(dependencies.items(), dependencies.clock());
    }

    public Response list(ApiRequest call) {
        return reading(
                call,
                site -> TableResponse.list(
                        Json.MAPPER.createObjectNode().put("site", site),
                        "jobs",
                        jobs.of(site).stream().map(JobsResource::row).toList(),
                        blank()),
                "format",
                PageCursor.PARAMETER);
    }

    /** Newest first. */
    private static TableResponse.Row row(Job job) {
        String key = "%019d".formatted(Long.MAX_VALUE - job.requestedAt()) + job.id();
        return TableResponse.Row.of(key, Json.MAPPER.valueToTree(json(job)));
    }

    private static ObjectNode blank() {
        ObjectNode blank = Json.MAPPER.createObjectNode();
        List.of("id", "kind", "site", "from", "to", "plan_version", "reason", "status", "done", "total", "events")
                .forEach(blank::putNull);
        return blank.putNull("message").putNull("requested_at").putNull("finished_at");
    }

    public Response get(ApiRequest call) {
        return reading(
                call,
                site -> jobs.load(call.path("id"))
                        .map(JobStore.Loaded::job)
                        .filter(job -> job.site().equals(site))
                        .<Response>map(job -> TextResponse.json(json(job)))
                        .orElseGet(() -> ErrorResponse.of(404, "unknown_job", "The site has no job with this id.")));
    }

    private Response reading(ApiRequest call, Function<String, Response> then, String... parameters) {
        String site = call.path("site");
        Function<AccessKey, Response> read =
                key -> new QueryParameters(call.request().query(), parameters).answer(() -> then.apply(site));
        return access.onSite(call.request(), List.of(Scope.STATS_READ, Scope.PLAN_WRITE), site, read);
    }

    /** The response for a requested job; the jobs function starts it within minutes. */
    static TextResponse accepted(Job job) {
        return TextResponse.done(202, json(job))
                .withHeader("location", "/v1/sites/" + job.site() + "/jobs/" + job.id());
    }

    private static Map<String, @Nullable Object> json(Job job) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("kind", job.kind().word());
        json.put("site", job.site());
        SHOWN.forEach(name -> Optional.ofNullable(job.what().get(name))
                .ifPresent(value -> json.put(name, name.equals("plan_version") ? Integer.valueOf(value) : value)));
        json.put("status", job.status().word());
        json.put("done", job.progress().done());
        json.put("total", job.progress().total());
        json.put("events", job.progress().events());
        json.put("message", job.message());
        json.put("requested_at", Instant.ofEpochMilli(job.requestedAt()).toString());
        Long finishedAt = job.finishedAt();
        json.put(
                "finished_at",
                finishedAt == null ? null : Instant.ofEpochMilli(finishedAt).toString());
        return json;
    }
}
