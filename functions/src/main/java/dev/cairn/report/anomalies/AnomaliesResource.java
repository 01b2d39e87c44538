package dev.cairn.report.anomalies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.anomaly.AlarmJudge;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.plan.model.Site;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.api.Warning;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.anomaly.AlarmStore;
import dev.cairn.store.anomaly.AnomalyMessages;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Reports the anomalies that began within a range of days, and the current state of each series (N6.11). */
public final class AnomaliesResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;

    private final ReportContextReader periods;
    private final AlarmStore alarms;
    private final AlarmReader reader;

    public AnomaliesResource(ReportContextReader periods, Dependencies dependencies) {
        this.periods = periods;
        this.alarms = new AlarmStore(dependencies.items());
        this.reader = new AlarmReader(periods, dependencies);
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> report(site, range));
    }

    private TableResponse report(Site site, DayRange range) {
        ReportContext period = periods.of(site, range);
        Collection<AlarmState> states = reader.states(site);
        AnomalyMessages json = new AnomalyMessages(site, AlarmReader.series(site));
        List<TableResponse.Row> starts = new ArrayList<>();
        int open = 0;
        for (AlarmState state : states) {
            for (AlarmState.Episode episode : state.episodes()) {
                LocalDate day = site.zones().dayOf(episode.firstBad());
                if (!day.isBefore(range.from()) && !day.isAfter(range.to())) {
                    starts.add(new TableResponse.Row(
                            day.toString(),
                            "%019d %s".formatted(episode.firstBad(), state.subject()),
                            () -> row(day, state.subject(), episode, json)));
                    open += episode.ended() == null ? 1 : 0;
                }
            }
        }
        starts.sort(Comparator.comparing(TableResponse.Row::date).thenComparing(TableResponse.Row::key));
        List<AlarmJudge.Running> running = reader.running(period, states);
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                starts,
                Json.MAPPER.createObjectNode().put("started", starts.size()).put("open", open),
                running.stream().map(AnomaliesResource::running).toList(),
                period.meta(warnings(site, running)),
                blank(json),
                false);
    }

    private static ObjectNode row(LocalDate day, String subject, AlarmState.Episode episode, AnomalyMessages json) {
        ObjectNode row = Json.MAPPER.createObjectNode().put("date", day.toString());
        return row.setAll(json.write(new AlarmState.Told(subject, episode, Change.STARTED)));
    }

    /** The columns that are always present. */
    private static ObjectNode blank(AnomalyMessages json) {
        AlarmState.Episode none =
                new AlarmState.Episode(0, 0, new AlarmState.Found(0, 0, 0, 0), List.of(), null, null, List.of());
        return row(LocalDate.EPOCH, PulseSeries.SILENCE, none, json);
    }

    private static TableResponse.Row running(AlarmJudge.Running running) {
        return new TableResponse.Row("", running.series(), () -> {
            ObjectNode row = Json.MAPPER.createObjectNode();
            row.put("series", running.series())
                    .put("opportunities", running.opportunities())
                    .put("successes", running.successes());
            Double usual = running.usualRate();
            row.put("usual_rate", usual == null ? null : AnomalyMessages.decimals(usual, 4));
            return row.put("state", running.state());
        });
    }

    private List<Warning> warnings(Site site, List<AlarmJudge.Running> running) {
        List<Warning> warnings = new ArrayList<>();
        if (running.stream().anyMatch(AlarmReader::isLearning)) {
            warnings.add(Warning.learning(reader.speaksFrom(site)));
        }
        if (alarms.note(site.id()).map(AlarmStore.SiteNote::webhookFailing).orElse(false)) {
            warnings.add(Warning.WEBHOOK_FAILING);
        }
        return warnings;
    }
}
