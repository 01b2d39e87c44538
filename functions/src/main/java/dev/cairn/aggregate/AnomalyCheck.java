package dev.cairn.aggregate;

import dev.cairn.domain.anomaly.AlarmJudge;
import dev.cairn.domain.anomaly.AlarmState;
import dev.cairn.domain.anomaly.Baseline;
import dev.cairn.domain.anomaly.BaselineBuilder;
import dev.cairn.domain.anomaly.Change;
import dev.cairn.domain.anomaly.PulseCounts;
import dev.cairn.domain.anomaly.PulseSeries;
import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.domain.statistic.RowKey;
import dev.cairn.plan.model.Site;
import dev.cairn.store.Dependencies;
import dev.cairn.store.anomaly.AlarmStore;
import dev.cairn.store.anomaly.AlarmStore.SiteNote;
import dev.cairn.store.anomaly.AlarmStore.Stored;
import dev.cairn.store.anomaly.AnomalyMessages;
import dev.cairn.store.notice.Notice;
import dev.cairn.store.notice.NoticeNotSentException;
import dev.cairn.store.notice.SiteChannels;
import dev.cairn.store.notice.SiteChannels.Channel;
import dev.cairn.store.statistic.StatisticRows;
import dev.cairn.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Looks for a site's anomalies after its days are counted, and reports each change of state (N6). A state is stored
 * before it is reported, and recorded as reported afterwards. After a crash in between, the next run reports it again
 * with the same id.
 */
final class AnomalyCheck {
    /** Runs retry an unresponsive webhook or chat for about an hour. */
    private static final Duration WEBHOOK_PATIENCE = Duration.ofMinutes(65);

    private static final Duration TOPIC_PATIENCE = Duration.ofDays(7);
    private static final Duration BASELINE_KEPT = Duration.ofDays(3);

    private final AlarmStore alarms;
    private final StatisticRows rows;
    private final Telemetry telemetry;
    private final SiteChannels channels;

    AnomalyCheck(Dependencies dependencies, SiteChannels channels) {
        this.alarms = new AlarmStore(dependencies.items());
        this.rows = new StatisticRows(dependencies.items());
        this.telemetry = dependencies.telemetry();
        this.channels = channels;
    }

    /**
     * Evaluates the last half hour whose counts are final.
     *
     * @param definitions returns the site's definitions for a day
     * @param counted whether this run counted events of the site; if not, only a silence can be new
     * @param asOf the run's {@code as_of}, epoch milliseconds
     * @param known everything received before this time is counted, epoch milliseconds
     */
    void run(Site site, Function<LocalDate, DayDefinitions> definitions, boolean counted, long asOf, long known) {
        long end = AlarmJudge.lastEnd(site.zones(), Math.min(asOf, known));
        LocalDate day = dayOf(site, Math.min(asOf, known));
        Optional<SiteNote> note = alarms.note(site.id());
        if (!counted
                && (note.isEmpty()
                        || note.get().day().equals(day.toString())
                                && !note.get().untold()
                                && !isDue(site, note.get(), day, end))) {
            return;
        }
        boolean webhookFailing = note.map(SiteNote::webhookFailing).orElse(false);
        new Check(site, definitions.apply(day), day, end, asOf)
                .run(note.map(SiteNote::untold).orElse(false), webhookFailing);
    }

    /** The day whose half hours are evaluated once everything up to this time is counted. */
    static LocalDate dayOf(Site site, long known) {
        return site.zones().dayOf(AlarmJudge.lastEnd(site.zones(), known) - 1);
    }

    /**
     * Recomputes the baseline of the day that is evaluated at this time, because history was imported since its first
     * run.
     */
    void learn(Site site, Function<LocalDate, DayDefinitions> definitions, long asOf) {
        LocalDate day = dayOf(site, asOf);
        Check check = new Check(site, definitions.apply(day), day, AlarmJudge.lastEnd(site.zones(), asOf), asOf);
        check.states = new TreeMap<>(alarms.states(site.id()));
        check.learn();
    }

    private static boolean isDue(Site site, SiteNote note, LocalDate day, long end) {
        int half = halfOf(site, day, end);
        int quiet = half <= note.quiet().size() ? note.quiet().get(half - 1) : 0;
        return quiet > 0 && end - note.lastVisit() >= quiet * PulseCounts.HALF_HOUR_MILLIS;
    }

    private static int halfOf(Site site, LocalDate day, long end) {
        return (int) ((end - site.zones().endOf(day.minusDays(1))) / PulseCounts.HALF_HOUR_MILLIS);
    }

    /** The check for one site in one run. */
    private final class Check {
        private final Site site;
        private final LocalDate day;
        private final long end;
        private final long asOf;
        private final List<PulseSeries> all;
        private final List<PulseSeries> judged;
        private final boolean silence;
        private Map<String, Stored> states = Map.of();
        private boolean posted;

        Check(Site site, DayDefinitions definitions, LocalDate day, long end, long asOf) {
            this.site = site;
            this.day = day;
            this.end = end;
            this.asOf = asOf;
            this.all = PulseSeries.of(definitions);
            this.judged = all.stream()
                    .filter(series -> !site.definitions().alerts().isOff(series.id()))
                    .toList();
            this.silence = !site.definitions().alerts().isOff(PulseSeries.SILENCE);
        }

        void run(boolean untold, boolean webhookFailing) {
            states = new TreeMap<>(alarms.states(site.id()));
            Map<LocalDate, PulseCounts> days = pulses(day.minusDays(AlarmJudge.DAYS));
            Baseline baseline = baseline();
            List<AlarmState> changed = new AlarmJudge(
                            site.zones(), days, baseline, plain(), () -> builder(pulses(firstDay())))
                    .judge(judged, silence, end, asOf);
            long lastVisit = lastVisit(days);
            List<Integer> quiet = silence ? quiet(baseline) : List.of();
            if (!changed.isEmpty() && !untold) {
                alarms.note(site.id(), new SiteNote(day.toString(), lastVisit, quiet, true, webhookFailing));
            }
            changed.forEach(this::store);
            boolean toldAll = true;
            boolean failing = false;
            for (Channel channel : channels.of(site)) {
                boolean isTopic = channel.name().equals(SiteChannels.TOPIC);
                posted = false;
                boolean done = tell(channel, isTopic ? TOPIC_PATIENCE : WEBHOOK_PATIENCE);
                if (!isTopic) {
                    failing |= done ? webhookFailing && !posted : webhookFailing || isLate(channel.name());
                }
                toldAll &= done;
            }
            alarms.note(site.id(), new SiteNote(day.toString(), lastVisit, quiet, !toldAll, failing));
        }

        /** Whether a change has waited so long for a webhook or chat that the next run gives up on sending it. */
        private boolean isLate(String channel) {
            long since = asOf - WEBHOOK_PATIENCE.toMillis();
            long soon = since + Duration.ofMinutes(30).toMillis();
            return plain().values().stream()
                    .flatMap(state -> state.untold(channel, since).stream())
                    .anyMatch(told -> at(told) < soon);
        }

        private static long at(AlarmState.Told told) {
            Long ended = told.episode().ended();
            return told.change() == Change.STARTED || ended == null
                    ? told.episode().detected()
                    : ended;
        }

        private LocalDate firstDay() {
            return day.minusDays(BaselineBuilder.DAYS);
        }

        private Map<LocalDate, PulseCounts> pulses(LocalDate from) {
            Map<LocalDate, PulseCounts> days = new HashMap<>();
            for (StatisticRows.Row row : rows.range(site.id(), RowKey.of(PulseCounts.STATISTIC), from, day)) {
                days.put(row.day(), row.total(PulseCounts.STATISTIC));
            }
            return days;
        }

        private Map<String, AlarmState> plain() {
            Map<String, AlarmState> plain = new TreeMap<>();
            states.forEach((subject, stored) -> plain.put(subject, stored.state()));
            return plain;
        }

        private BaselineBuilder builder(Map<LocalDate, PulseCounts> days) {
            return new BaselineBuilder(
                    site.zones(),
                    days,
                    day,
                    day.minusDays(1),
                    site.definitions().alerts().quietDays(),
                    plain());
        }

        /** Computed by the day's first run; later runs read it. */
        private Baseline baseline() {
            Baseline known = alarms.baseline(site.id(), day);
            return known == null ? learn() : known;
        }

        private Baseline learn() {
            Baseline computed = builder(pulses(firstDay())).build(all);
            alarms.baseline(
                    site.id(),
                    day,
                    computed,
                    Instant.ofEpochMilli(site.zones().endOf(day)).plus(BASELINE_KEPT));
            return computed;
        }

        private long lastVisit(Map<LocalDate, PulseCounts> days) {
            long last = 0;
            for (Map.Entry<LocalDate, PulseCounts> each : days.entrySet()) {
                long start = site.zones().endOf(each.getKey().minusDays(1));
                last = Math.max(last, start + each.getValue().halvesUntilLastVisit() * PulseCounts.HALF_HOUR_MILLIS);
            }
            return last;
        }

        private List<Integer> quiet(Baseline baseline) {
            int halves = halfOf(site, day, site.zones().endOf(day));
            List<Integer> quiet = new ArrayList<>();
            for (int half = 1; half <= halves; half++) {
                quiet.add(baseline.quietHalves(half));
            }
            return quiet;
        }

        /** If another run has replaced the state since, that run also reports the change. */
        private void store(AlarmState state) {
            Stored before = states.get(state.subject());
            alarms.put(site.id(), state, before == null ? 0 : before.revision())
                    .ifPresent(stored -> states.put(state.subject(), stored));
        }

        /**
         * Sends everything that was not yet reported over this channel. Returns false if something could not be sent.
         */
        private boolean tell(Channel channel, Duration patience) {
            Map<Long, List<AlarmState.Told>> starts = new TreeMap<>();
            List<List<AlarmState.Told>> messages = new ArrayList<>();
            for (Stored stored : states.values()) {
                for (AlarmState.Told told : stored.state().untold(channel.name(), asOf - patience.toMillis())) {
                    if (told.change() == Change.STARTED) {
                        starts.computeIfAbsent(told.episode().detected(), any -> new ArrayList<>())
                                .add(told);
                    } else {
                        messages.add(List.of(told));
                    }
                }
            }
            messages.addAll(0, starts.values());
            AnomalyMessages json = new AnomalyMessages(site, all);
            boolean toldAll = true;
            for (List<AlarmState.Told> message : messages) {
                toldAll &= send(channel, json.notice(message), message);
            }
            return toldAll;
        }

        private boolean send(Channel channel, Notice notice, List<AlarmState.Told> message) {
            try {
                channel.notices().send(notice);
            } catch (NoticeNotSentException passing) {
                telemetry.error(
                        "a message about an anomaly could not be sent; the next run sends it again",
                        passing,
                        Map.of("site", site.id(), "channel", channel.name()));
                return false;
            }
            posted = true;
            for (AlarmState.Told told : message) {
                Stored stored = java.util.Objects.requireNonNull(states.get(told.subject()));
                store(stored.state().told(told.episode().firstBad(), told.change(), channel.name()));
            }
            return true;
        }
    }
}
