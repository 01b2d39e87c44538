package dev.cairn.report.notes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.domain.statistic.OverviewCounts;
import dev.cairn.plan.model.Note;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.DayRange;
import dev.cairn.report.api.QueryParameters;
import dev.cairn.report.api.Response;
import dev.cairn.report.api.TableResponse;
import dev.cairn.report.statistics.ReportContext;
import dev.cairn.report.statistics.ReportContextReader;
import dev.cairn.report.statistics.SiteResource;
import dev.cairn.store.Dependencies;
import dev.cairn.store.Json;
import dev.cairn.store.anomaly.AlarmStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports the annotations for charts: the site's own notes, and, automatically, plan changes, alarms and gaps (H4.3).
 */
public final class NotesResource implements SiteResource {
    private static final int DEFAULT_DAYS = 30;

    /**
     * With an average of at least this many visits a day, a day without visits is not chance: its probability is below
     * 1:20,000.
     */
    static final int USUAL_VISITS = 10;

    private final ReportContextReader periods;
    private final PlanHistory history;
    private final AlarmStore alarms;

    public NotesResource(ReportContextReader periods, PlanRepository plans, Dependencies dependencies) {
        this.periods = periods;
        this.history = new PlanHistory(plans);
        this.alarms = new AlarmStore(dependencies.items());
    }

    /** The kinds of entry, in their order within a day. */
    private enum Kind {
        NOTE,
        PLAN,
        ALARM,
        /** Nothing was measured: an outage that raised an alarm, or whole days without a visit. */
        GAP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One entry.
     *
     * @param until the last day; null if it has not ended
     * @param text the text of a note
     * @param changed the changes of the plan
     * @param subject the series and segment of an alarm
     */
    private record Entry(
            LocalDate date,
            Kind kind,
            @Nullable LocalDate until,
            @Nullable String text,
            PlanHistory.@Nullable Changed changed,
            AlarmState.@Nullable Subject subject) {

        boolean covers(LocalDate day) {
            return !day.isBefore(date) && (until == null || !day.isAfter(until));
        }

        TableResponse.Row row(int number) {
            return new TableResponse.Row(date.toString(), "%05d".formatted(number), this::json, this::cells);
        }

        private ObjectNode json() {
            ObjectNode json = plain();
            ArrayNode changes = json.putArray("changes");
            if (changed != null) {
                changed.differences()
                        .forEach(each -> changes.addObject()
                                .put("change", each.how())
                                .put("section", each.section())
                                .put("id", each.id().isEmpty() ? null : each.id()));
            }
            return json;
        }

        private ObjectNode cells() {
            return plain().put(
                            "changes",
                            changed == null
                                    ? ""
                                    : changed.differences().stream()
                                            .map(PlanHistory.Difference::toString)
                                            .collect(Collectors.joining(", ")));
        }

        private ObjectNode plain() {
            return Json.MAPPER
                    .createObjectNode()
                    .put("date", date.toString())
                    .put("kind", kind.word())
                    .put("until", until == null ? null : until.toString())
                    .put("text", text)
                    .put("plan_version", changed == null ? null : Integer.valueOf(changed.version()))
                    .put("series", subject == null ? null : subject.series())
                    .put(
                            "segment",
                            subject == null || subject.dimension() == null
                                    ? null
                                    : subject.dimension() + ":" + subject.value());
        }
    }

    @Override
    public Response answer(Site site, ApiRequest call) {
        QueryParameters parameters = new QueryParameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.fault().<Response>map(fault -> fault).orElseGet(() -> report(site, range));
    }

    private TableResponse report(Site site, DayRange range) {
        ReportContext period = periods.of(site, range);
        List<Entry> entries = new ArrayList<>();
        for (Note note : site.definitions().display().notes()) {
            if (range.contains(note.date())) {
                entries.add(new Entry(note.date(), Kind.NOTE, note.date(), note.text(), null, null));
            }
        }
        history.of(site, range)
                .forEach((day, changed) -> entries.add(new Entry(day, Kind.PLAN, day, null, changed, null)));
        addAlarms(site, range, entries);
        addGaps(period, entries);
        entries.sort(Comparator.comparing(Entry::date).thenComparing(Entry::kind));
        List<TableResponse.Row> rows = new ArrayList<>();
        entries.forEach(entry -> rows.add(entry.row(rows.size())));
        return new TableResponse(
                Json.MAPPER.createObjectNode().put("site", site.id()),
                rows,
                Json.MAPPER.createObjectNode().put("count", rows.size()),
                List.of(),
                period.meta(List.of()),
                new Entry(LocalDate.EPOCH, Kind.NOTE, null, null, null, null).json(),
                false);
    }

    private void addAlarms(Site site, DayRange range, List<Entry> entries) {
        for (AlarmStore.Stored stored : alarms.states(site.id()).values()) {
            AlarmState.Subject subject = AlarmState.Subject.of(stored.state().subject());
            Kind kind = subject.series().equals(PulseSeries.SILENCE) ? Kind.GAP : Kind.ALARM;
            for (AlarmState.Episode episode : stored.state().episodes()) {
                LocalDate day = site.zones().dayOf(episode.firstBad());
                Long ended = episode.ended();
                if (range.contains(day)) {
                    LocalDate until = ended == null ? null : site.zones().dayOf(ended);
                    entries.add(new Entry(day, kind, until, null, null, subject));
                }
            }
        }
    }

    /** Adds complete days without a visit after the first day with visits, unless an outage already covers them. */
    private static void addGaps(ReportContext period, List<Entry> entries) {
        Map<LocalDate, OverviewCounts> overview = period.overview();
        List<LocalDate> days = period.days().stream()
                .filter(period::isComplete)
                .dropWhile(day -> period.overviewOf(day).visits() == 0)
                .toList();
        long visits =
                overview.values().stream().mapToLong(OverviewCounts::visits).sum();
        if (visits < (long) USUAL_VISITS * days.size()) {
            return;
        }
        List<Entry> silences =
                entries.stream().filter(entry -> entry.kind() == Kind.GAP).toList();
        LocalDate from = null;
        for (int i = 0; i <= days.size(); i++) {
            LocalDate day = i < days.size() ? days.get(i) : null;
            boolean isGap = day != null
                    && period.overviewOf(day).visits() == 0
                    && silences.stream().noneMatch(known -> known.covers(day));
            if (isGap && from == null) {
                from = day;
            } else if (!isGap && from != null) {
                entries.add(new Entry(from, Kind.GAP, days.get(i - 1), null, null, null));
                from = null;
            }
        }
    }
}
