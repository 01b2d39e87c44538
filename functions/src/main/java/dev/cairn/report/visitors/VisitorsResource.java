package dev.cairn.report.visitors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.access.VisitorPseudonymizer;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.work.JobStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Exports and erases one visitor's data; requires an admin key. The id is the one sent as {@code visitor} or
 * {@code user}; data stored under either is included. It is hashed here and not passed on.
 */
public final class VisitorsResource {
    private static final Pattern VISITOR = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int USER_CHARACTERS = 256;

    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final Dependencies dependencies;

    public VisitorsResource(
            ReadAccess access, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.dependencies = dependencies;
    }

    public Response get(ApiRequest call) {
        return asAdmin(call, site -> {
            QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
            DayRange range =
                    parameters.range(periods.today(site), Math.min(DayRange.MAX_DAYS, site.retentionDays() + 1));
            return parameters.answer(() -> answer(call, site, range));
        });
    }

    private Response answer(ApiRequest call, Site site, DayRange range) {
        VisitorExport records = new VisitorExport(site, names(call), plans, dependencies);
        List<TableResponse.Row> rows = records.rows(range);
        if (rows.isEmpty() && records.unreadable().isEmpty()) {
            return ErrorResponse.of(
                    404,
                    "unknown_visitor",
                    "Nothing is stored for this visitor or user on these days. Send the id exactly as events sent it.");
        }
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.set("known_as", Json.MAPPER.valueToTree(records.knownAs()));
        if (!records.unreadable().isEmpty()) {
            head.set("unreadable", Json.MAPPER.valueToTree(records.unreadable()));
        }
        ObjectNode total = Json.MAPPER.createObjectNode().put("records", rows.size());
        return new TableResponse(
                head,
                rows,
                total,
                List.of(),
                periods.of(site, range).meta(List.of()),
                VisitorExport.blank(range.from()),
                false);
    }

    /** Requests the erasure, which the restate function carries out. */
    public Response erase(ApiRequest call) {
        return asAdmin(call, site -> new QueryParameters(call.request().query()).answer(() -> erase(call, site)));
    }

    private TextResponse erase(ApiRequest call, Site site) {
        String names = names(call).stream().map(VisitorKey::toString).sorted().collect(Collectors.joining(" "));
        JobStore.Job job = new JobStore(dependencies.items(), dependencies.clock())
                .add(JobStore.Kind.ERASURE, site.id(), Map.of(JobStore.NAMES, names));
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", job.id())
                .put("kind", job.kind().word())
                .put("site", job.site())
                .put("status", job.status().word())
                .put("requested_at", Instant.ofEpochMilli(job.requestedAt()).toString());
        return TextResponse.done(202, json).withHeader("location", "/v1/sites/" + site.id() + "/jobs/" + job.id());
    }

    private Response asAdmin(ApiRequest call, Function<Site, Response> then) {
        return access.asAdmin(call.request(), key -> {
            String id = call.path("id");
            if (id.isEmpty() || id.codePointCount(0, id.length()) > USER_CHARACTERS) {
                return ErrorResponse.of(
                        400,
                        "invalid_visitor",
                        "The path must end with a visitor or user id of 1 to " + USER_CHARACTERS + " characters.");
            }
            return plans.site(call.path("site"))
                    .map(then)
                    .orElseGet(() -> ErrorResponse.unknownSite(call.path("site")));
        });
    }

    private Set<VisitorKey> names(ApiRequest call) {
        String id = call.path("id");
        VisitorPseudonymizer pseudonyms = new VisitorPseudonymizer(
                call.path("site"), dependencies.secrets().master());
        Set<VisitorKey> names = new TreeSet<>(Comparator.comparing(VisitorKey::toString));
        names.add(pseudonyms.user(id));
        if (VISITOR.matcher(id).matches()) {
            names.add(pseudonyms.device(id));
        }
        return names;
    }
}
