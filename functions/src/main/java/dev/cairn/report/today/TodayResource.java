package dev.cairn.report.today;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.plan.model.Language;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.Parallel;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TextResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.report.text.Phrases;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.statistic.LiveCounters;
import java.time.LocalDate;
import java.util.List;

/** Returns the content of the Today page in one call: all blocks. */
public final class TodayResource implements SiteResource {
    private final ReportContextReader periods;
    private final List<PageBlock> blocks;
    private final LiveCounters liveCounters;

    public TodayResource(ReportContextReader periods, List<PageBlock> blocks, Dependencies dependencies) {
        this.periods = periods;
        this.blocks = List.copyOf(blocks);
        this.liveCounters = new LiveCounters(dependencies.items());
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "language");
        Language language = parameters.choice("language", Language.byCode()).orElse(Language.ENGLISH);
        return parameters.answer(
                () -> TextResponse.json(json(site, Phrases.of(language).about(site))));
    }

    private ObjectNode json(Site site, Phrases phrases) {
        LocalDate today = periods.today(site);
        ObjectNode json = Json.MAPPER.createObjectNode().put("site", site.id()).put("date", today.toString());
        Long lastEvent = liveCounters
                .of(site.id(), today.toString())
                .map(LiveCounters.Running::lastEvent)
                .orElse(null);
        json.put("last_event_at", ReportContext.instant(lastEvent));
        List<PageBlock.Content> contents = Parallel.all(blocks, block -> block.of(site, phrases));
        ArrayNode all = json.putArray("blocks");
        for (int i = 0; i < blocks.size(); i++) {
            all.add(json(blocks.get(i).key(), contents.get(i)));
        }
        json.set(
                "meta",
                periods.of(site, new DayRange(today.minusDays(1), today)).meta(List.of()));
        return json;
    }

    private static ObjectNode json(String key, PageBlock.Content content) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("key", key);
        ArrayNode sentences = json.putArray("sentences");
        switch (content) {
            case PageBlock.Said said -> {
                said.sentences().forEach(sentences::add);
                json.putNull("quiet").put("link", said.link());
                json.set("figures", said.figures());
            }
            case PageBlock.Quiet quiet ->
                json.put("quiet", quiet.sentence()).putNull("link").putNull("figures");
        }
        return json;
    }
}
