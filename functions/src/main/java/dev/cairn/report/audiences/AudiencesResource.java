package dev.cairn.report.audiences;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.audience.Audience;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.AggregationRuns;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Lists a site's audiences with their definitions and their number of members at the last run. */
public final class AudiencesResource implements SiteResource {
    private final AudienceReader reader;
    private final AggregationRuns runs;
    private final Clock clock;

    public AudiencesResource(Dependencies dependencies) {
        this.reader = new AudienceReader(dependencies);
        this.runs = new AggregationRuns(dependencies.items());
        this.clock = dependencies.clock();
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        return new QueryParameters(call.request().query(), "format", "cursor").answer(() -> list(site));
    }

    private TableResponse list(Site site) {
        Long asOf = runs.last().map(AggregationRuns.LastRun::asOf).orElse(null);
        Collection<Audience> audiences = new TreeMap<>(site.definitions().audiences()).values();
        LocalDate today = site.zones().dayOf(clock.millis());
        List<TableResponse.Row> list = new ArrayList<>();
        reader.read(site, new DayRange(today, today), asOf, audiences)
                .forEach((audience, days) ->
                        list.add(TableResponse.Row.of(audience.id(), row(audience, days.members(today)))));
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.put("as_of", ReportContext.instant(asOf));
        return TableResponse.list(head, "audiences", list, row(new Audience("", "", null, 0, 0), 0));
    }

    private static ObjectNode row(Audience audience, long members) {
        return AudienceResource.definition(Json.MAPPER.createObjectNode(), audience)
                .put("members", members);
    }
}
