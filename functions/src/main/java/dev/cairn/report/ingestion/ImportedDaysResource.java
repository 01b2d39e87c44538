package dev.cairn.report.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.RequestBody;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.ImportedDays;
import dev.cairn.store.statistic.ImportedDays.Totals;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and replaces a site's daily totals from another tool. */
public final class ImportedDaysResource {
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_BYTES = 512 * 1024;
    private static final int MAX_DAYS = 1_000;
    private static final Set<String> SOURCES = Set.of("ga4", "plausible", "matomo");
    private static final long MOST = 1_000_000_000_000L;

    private final ReadAccess access;
    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final ImportedDays imported;

    public ImportedDaysResource(
            ReadAccess access, PlanRepository plans, ReportContextReader periods, Dependencies dependencies) {
        this.access = access;
        this.plans = plans;
        this.periods = periods;
        this.imported = new ImportedDays(dependencies.items());
    }

    /** Reports where the body is invalid. */
    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        FaultException(String message) {
            super(message, null, false, false);
        }
    }

    public Response list(ApiRequest call) {
        return access.onStatistics(
                call.request(),
                call.path("site"),
                key -> plans.site(call.path("site"))
                        .map(site -> list(call, site))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }

    private Response list(ApiRequest call, Site site) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.answer(() -> {
            List<TableResponse.Row> rows = new ArrayList<>();
            imported.range(site.id(), range.from(), range.to())
                    .forEach(each -> rows.add(TableResponse.Row.of(
                            each.day().toString(), row(each.day().toString(), each.totals()))));
            ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
            return TableResponse.list(head, "days", rows, row("", new Totals("", 0, 0, null)));
        });
    }

    private static ObjectNode row(String day, Totals totals) {
        return Json.MAPPER
                .createObjectNode()
                .put("date", day)
                .put("source", totals.source())
                .put("visitors", totals.visitors())
                .put("visits", totals.visits())
                .put("page_views", totals.pageViews());
    }

    /** Replaces the days in the body; other days remain unchanged. Requires an admin key. */
    public Response put(ApiRequest call) {
        return access.asAdmin(
                call.request(),
                key -> plans.site(call.path("site"))
                        .map(site -> new QueryParameters(call.request().query()).answer(() -> put(call, site)))
                        .orElseGet(() -> ErrorResponse.unknownSite(call.path("site"))));
    }

    private Response put(ApiRequest call, Site site) {
        return switch (RequestBody.read(call.request(), MAX_BYTES)) {
            case RequestBody.Unusable unusable -> unusable.refusal();
            case RequestBody.Text text -> {
                try {
                    Map<LocalDate, @Nullable Totals> days = read(text.text());
                    days.forEach((day, totals) -> imported.replace(site.id(), day, totals));
                    yield TextResponse.json(Json.MAPPER.createObjectNode().put("days", days.size()));
                } catch (FaultException fault) {
                    yield ErrorResponse.of(400, "invalid_days", String.valueOf(fault.getMessage()));
                }
            }
        };
    }

    private static Map<LocalDate, @Nullable Totals> read(String text) throws FaultException {
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new FaultException("The body must be a JSON object with source and days.");
        }
        String source = body.path("source").asText("");
        if (!SOURCES.contains(source)) {
            throw new FaultException("source must be ga4, plausible or matomo.");
        }
        JsonNode days = body.path("days");
        if (!days.isArray() || days.isEmpty() || days.size() > MAX_DAYS) {
            throw new FaultException("days must be a list of 1 to " + MAX_DAYS + " days.");
        }
        Map<LocalDate, @Nullable Totals> read = new LinkedHashMap<>();
        for (int i = 0; i < days.size(); i++) {
            String at = "days[" + i + "]";
            JsonNode day = days.get(i);
            LocalDate date = date(at, day.path("date").asText(""));
            if (read.containsKey(date)) {
                throw new FaultException(at + ".date: " + date + " is listed more than once.");
            }
            JsonNode removed = day.path("removed");
            if (!removed.isMissingNode() && !removed.isBoolean()) {
                throw new FaultException(at + ".removed must be true or false.");
            }
            read.put(date, removed.asBoolean() ? null : totals(at, day, source));
        }
        return read;
    }

    private static LocalDate date(String at, String text) throws FaultException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            throw new FaultException(at + ".date must be a day such as 2026-02-28.");
        }
    }

    private static Totals totals(String at, JsonNode day, String source) throws FaultException {
        JsonNode views = day.path("page_views");
        return new Totals(
                source,
                count(at, "visitors", day.path("visitors")),
                count(at, "visits", day.path("visits")),
                views.isMissingNode() || views.isNull() ? null : Long.valueOf(count(at, "page_views", views)));
    }

    private static long count(String at, String field, JsonNode value) throws FaultException {
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 0
                && value.longValue() <= MOST) {
            return value.longValue();
        }
        throw new FaultException(at + "." + field + " must be a whole number of at least 0.");
    }
}
