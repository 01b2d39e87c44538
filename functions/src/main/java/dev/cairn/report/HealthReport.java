package dev.cairn.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.statistic.HealthCounts;
import dev.cairn.domain.statistic.OrderlessCounts;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.Site;
import dev.cairn.store.Json;
import dev.cairn.store.Ports;
import dev.cairn.store.Quarantine;
import dev.cairn.store.Received;
import dev.cairn.store.ReceivedDays;
import dev.cairn.store.Rows;
import dev.cairn.store.RunningDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of everything received, by the day it was received on, and what came a moment ago. */
final class HealthReport implements SiteReport {
    private static final int DEFAULT_DAYS = 7;

    private final Periods periods;
    private final MissingAverages missingAverages;
    private final Rows rows;
    private final RunningDay runningDay;
    private final ReceivedDays receivedDays;

    HealthReport(Periods periods, MissingAverages missingAverages, Ports ports) {
        this.periods = periods;
        this.missingAverages = missingAverages;
        this.rows = new Rows(ports.items());
        this.runningDay = new RunningDay(ports.items());
        this.receivedDays = new ReceivedDays(rows, new Quarantine(ports.items(), ports.clock()));
    }

    @Override
    public Answer answer(Site site, Call call) {
        Parameters parameters = new Parameters(call.request().query(), "from", "to", "format", "cursor");
        DayRange range = parameters.range(periods.today(site), DEFAULT_DAYS);
        return parameters.fault().<Answer>map(fault -> fault).orElseGet(() -> report(site, range));
    }

    private Tabular report(Site site, DayRange range) {
        Period period = periods.of(site, range);
        Map<LocalDate, Received> received = receivedDays.of(site.id(), site.retentionDays(), range.from(), range.to());
        List<Tabular.Row> days = new ArrayList<>();
        Received sum = Received.NOTHING;
        for (LocalDate day : period.days()) {
            Received figures = received.getOrDefault(day, Received.NOTHING);
            sum = sum.plus(figures);
            days.add(new Tabular.Row(day.toString(), "", () -> row(day, figures)));
        }
        return new Tabular(
                now(site),
                days,
                figures(Json.MAPPER.createObjectNode(), sum),
                List.of(),
                period.meta(warnings(site, period, range)),
                row(range.from(), Received.NOTHING),
                false);
    }

    private List<Warning> warnings(Site site, Period period, DayRange range) {
        List<Warning> warnings = new ArrayList<>(missingAverages.of(period));
        boolean orderless =
                rows.range(site.id(), RowKey.of(OrderlessCounts.STATISTIC), range.from(), range.to()).stream()
                        .anyMatch(row -> !row.total(OrderlessCounts.STATISTIC).isEmpty());
        if (orderless) {
            warnings.add(Warning.NO_ORDER_ID);
        }
        return warnings;
    }

    private ObjectNode now(Site site) {
        String today = periods.today(site).toString();
        RunningDay.Running running = runningDay.of(site.id(), today).orElse(null);
        ObjectNode head = Json.MAPPER.createObjectNode().put("site", site.id());
        head.put("last_event_at", Period.instant(running == null ? null : running.lastEvent()));
        ObjectNode day = head.putObject("today").put("date", today);
        day.set("events", Json.MAPPER.valueToTree(running == null ? Map.of() : running.names()));
        return head;
    }

    private static ObjectNode row(LocalDate day, Received received) {
        return figures(Json.MAPPER.createObjectNode().put("date", day.toString()), received);
    }

    private static ObjectNode figures(ObjectNode into, Received received) {
        HealthCounts counts = received.counts();
        into.put("received", received.received())
                .put("accepted", received.accepted())
                .put("stored", counts.stored())
                .put("duplicates", counts.duplicates())
                .put("conflicting", counts.conflicting())
                .put("late", counts.late());
        into.set("bots", Json.MAPPER.valueToTree(counts.bots()));
        into.set("rejected", Json.MAPPER.valueToTree(counts.rejected()));
        into.set("quarantined", Json.MAPPER.valueToTree(received.quarantined()));
        into.set("warnings", Json.MAPPER.valueToTree(counts.warnings()));
        return into.put("residual", received.residual());
    }
}
