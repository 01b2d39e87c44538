package dev.cairn.report.open;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.Goal;
import dev.cairn.plan.model.PublicAccess;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanJson;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.report.web.DashboardFiles;
import dev.cairn.store.Json;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests without a key, only for sites that the current plan makes public. A private site and one that does
 * not exist get the same response, and a key sent anyway is ignored. Only the listed routes can be read; all of them
 * are sums over visitors, with nothing about a single visitor or event, keys, jobs, the plan or its notes.
 */
public final class PublicSites {
    /** Longest range per request: limits the cost of anonymous requests, and covers what the page shows. */
    public static final int MOST_DAYS = 100;

    private static final Set<String> SHOWN = Set.of("goals", "funnels");

    private final PlanRepository plans;
    private final ReportContextReader periods;
    private final DashboardFiles files;

    public PublicSites(PlanRepository plans, ReportContextReader periods, DashboardFiles files) {
        this.plans = plans;
        this.periods = periods;
        this.files = files;
    }

    private Optional<Site> open(ApiRequest call) {
        return plans.site(call.path("site"))
                .filter(site -> site.definitions().display().access().open());
    }

    private static ErrorResponse closed() {
        return ErrorResponse.of(404, "not_public", "There is no public site with this id.");
    }

    /**
     * The page, which only the listed origins may frame. For a private site it is the same file, which then says that
     * the site is not public.
     */
    public Response page(ApiRequest call) {
        Optional<PublicAccess> access =
                open(call).map(site -> site.definitions().display().access());
        return files.framedPage(
                access.isPresent() ? 200 : 404, access.map(PublicAccess::embed).orElse(Set.of()));
    }

    /** The site's data for the page: an entry of {@code GET /v1/sites}, limited to what the page shows. */
    public Response site(ApiRequest call) {
        return open(call)
                .<Response>map(
                        site -> new QueryParameters(call.request().query()).answer(() -> TextResponse.json(json(site))))
                .orElseGet(PublicSites::closed);
    }

    /** A report on a public site, over at most {@link #MOST_DAYS} days. */
    public Response report(ApiRequest call, SiteResource report) {
        Optional<Site> site = open(call);
        if (site.isEmpty()) {
            return closed();
        }
        Map<String, String> query = call.request().query();
        LocalDate today = periods.today(site.get());
        String compare = query.getOrDefault(QueryParameters.COMPARE, "");
        int dots = compare.indexOf("..");
        boolean isTooLong = isTooLong(query.get("from"), query.get("to"), today)
                || dots >= 0 && isTooLong(compare.substring(0, dots), compare.substring(dots + 2), today);
        return isTooLong
                ? ErrorResponse.of(
                        400,
                        "invalid_parameter",
                        "Without a key, a range has at most " + MOST_DAYS + " days. Request a shorter range.")
                : report.answer(site.get(), call);
    }

    /** Leaves invalid dates to the report, which rejects them. */
    private static boolean isTooLong(@Nullable String from, @Nullable String to, LocalDate today) {
        try {
            LocalDate last = to == null ? today : LocalDate.parse(to);
            return from != null && ChronoUnit.DAYS.between(LocalDate.parse(from), last) >= MOST_DAYS;
        } catch (DateTimeParseException said) {
            return false;
        }
    }

    private ObjectNode json(Site site) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", site.id())
                .put("name", site.name())
                .put("time_zone", site.zones().current().getId())
                .put("currency", site.currency())
                .put("today", periods.today(site).toString());
        json.setAll(definitions(site));
        Map<String, Map<String, Object>> labels = PlanJson.of(site.definitions().labels());
        labels.replaceAll((section, all) -> SHOWN.contains(section) ? all : Map.of());
        json.set("labels", Json.MAPPER.valueToTree(labels));
        json.putArray("scopes");
        return json;
    }

    /** The site's funnels and goals that can be queried: {@code funnels} and {@code goals}. */
    public static ObjectNode definitions(Site site) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode funnels = json.putArray("funnels");
        for (Funnel funnel : site.funnels().values()) {
            ArrayNode steps = funnels.addObject().put("id", funnel.id()).putArray("steps");
            funnel.steps().forEach(steps::add);
        }
        ArrayNode goals = json.putArray("goals");
        for (Goal goal : site.goals().values()) {
            if (!site.definitions().hidden().contains(goal.id())) {
                goals.addObject()
                        .put("name", goal.id())
                        .put("tier", goal.tier().word())
                        .put("kind", goal.kind() == null ? null : goal.kind().word());
            }
        }
        return json;
    }
}
