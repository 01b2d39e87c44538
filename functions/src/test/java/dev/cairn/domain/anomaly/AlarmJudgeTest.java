package dev.cairn.domain.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.domain.statistic.DayDefinitions;
import dev.cairn.plan.model.TimeZoneHistory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlarmJudgeTest {
    private static final TimeZoneHistory BRUSSELS = TimeZoneHistory.of(ZoneId.of("Europe/Brussels"));
    private static final LocalDate TODAY = LocalDate.parse("2026-09-16");
    private static final PulseSeries GOAL = PulseSeries.of(
                    new DayDefinitions(Map.of(), Set.of("purchase"), Set.of(), Map.of(), Map.of()))
            .getFirst();

    private final Map<LocalDate, PulseCounts> days = new HashMap<>();
    private final Map<String, AlarmState> states = new HashMap<>();
    private final Random random = new Random(7);

    /** Fills a day: visits per half hour, and the rates of Chrome's and of Safari's half of them. */
    private void day(LocalDate day, int visits, double chrome, double safari) {
        int halves = (int) ((BRUSSELS.endOf(day) - BRUSSELS.startOf(day)) / PulseCounts.HALF_HOUR_MILLIS);
        List<Long> n = new ArrayList<>();
        List<Long> ofChrome = new ArrayList<>();
        List<Long> ofSafari = new ArrayList<>();
        for (int i = 0; i < halves; i++) {
            n.add((long) visits);
            ofChrome.add(successes(visits / 2, chrome));
            ofSafari.add(successes(visits / 2, safari));
        }
        List<Long> half = n.stream().map(each -> each / 2).toList();
        days.put(
                day,
                new PulseCounts(
                        Map.of("visit", new PulseCells(n, Map.of(), Map.of("chrome", half, "safari", half), Map.of())),
                        Map.of(
                                GOAL.id(),
                                new PulseCells(
                                        PulseCells.sum(ofChrome, ofSafari),
                                        Map.of(),
                                        Map.of("chrome", ofChrome, "safari", ofSafari),
                                        Map.of()))));
    }

    private long successes(int visits, double rate) {
        long successes = 0;
        for (int i = 0; i < visits; i++) {
            successes += random.nextDouble() < rate ? 1 : 0;
        }
        return successes;
    }

    private void past(int visits, double rate) {
        for (int back = 1; back <= BaselineBuilder.DAYS; back++) {
            day(TODAY.minusDays(back), visits, rate, rate);
        }
    }

    private BaselineBuilder builder(LocalDate day) {
        return new BaselineBuilder(BRUSSELS, days, day, day.minusDays(1), Set.of(), states);
    }

    /** Judges every half hour of a day, and keeps the states. */
    private List<AlarmState> judge(LocalDate day) {
        List<AlarmState> all = new ArrayList<>();
        Baseline baseline = builder(day).build(List.of(GOAL));
        long end = BRUSSELS.startOf(day) + PulseCounts.HALF_HOUR_MILLIS;
        for (; end <= BRUSSELS.endOf(day); end += PulseCounts.HALF_HOUR_MILLIS) {
            List<AlarmState> changed = new AlarmJudge(BRUSSELS, days, baseline, states, () -> builder(day))
                    .judge(List.of(GOAL), true, end, end + AlarmJudge.SETTLED_MILLIS);
            changed.forEach(each -> states.put(each.subject(), each));
            all.addAll(changed);
        }
        return all;
    }

    /** Sets what happened from a half hour of today on. */
    private void stop(LocalDate day, int from, Set<String> browsers) {
        PulseCounts counts = days.get(day);
        PulseCells cells = counts.successes().get(GOAL.id());
        Map<String, List<Long>> left = new HashMap<>();
        cells.browser().forEach((browser, all) -> {
            List<Long> after = new ArrayList<>(all);
            for (int i = from; i < after.size() && browsers.contains(browser); i++) {
                after.set(i, 0L);
            }
            left.put(browser, after);
        });
        List<Long> all = PulseCells.sum(left.get("chrome"), left.get("safari"));
        days.put(
                day,
                new PulseCounts(
                        counts.opportunities(), Map.of(GOAL.id(), new PulseCells(all, Map.of(), left, Map.of()))));
    }

    @Test
    void N6_5_theTailIsThatOfTheBetaBinomial() {
        // Without scatter it is the binomial: 0.9^10 + 10·0.1·0.9^9.
        assertThat(BetaBinomial.atMost(1, 10, 0.1, 1e-12)).isCloseTo(0.7360989, within(1e-6));
        // a = b = 1, the uniform distribution: each of the n + 1 counts is as probable.
        assertThat(BetaBinomial.atMost(3, 9, 0.5, 1.0 / 3)).isCloseTo(0.4, within(1e-12));
        assertThat(BetaBinomial.atLeast(8, 9, 0.5, 1.0 / 3)).isCloseTo(0.2, within(1e-12));
        assertThat(BetaBinomial.atMost(2_200, 9_000, 0.3, 1e-5)).isBetween(1e-80, 1e-12);
        assertThat(BetaBinomial.atMost(9_000, 9_000, 0.3, 1e-5)).isEqualTo(1);
        assertThat(BetaBinomial.atMost(300_000, 1_000_000, 0.3, 1e-5)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void N6_5_aQuietDayRaisesNothing() {
        past(40, 0.2);
        day(TODAY, 40, 0.2, 0.2);

        assertThat(judge(TODAY)).isEmpty();
    }

    /** Ten quiet days at rates that every fourth day differ by a tenth: a small part of N6.12's budget. */
    @Test
    void N6_12_quietDaysRaiseNothing() {
        past(40, 0.2);
        for (int i = 0; i < 10; i++) {
            double rate = i % 4 == 0 ? 0.18 : 0.2;
            day(TODAY.plusDays(i), 40, rate, rate);
            judge(TODAY.plusDays(i));
        }

        assertThat(states).isEmpty();
    }

    @Test
    void N6_8_aStopIsFoundAndItsFirstBadHalfHourNamed() {
        past(40, 0.2);
        day(TODAY, 40, 0.2, 0.2);
        stop(TODAY, 20, Set.of("chrome", "safari"));

        AlarmState.Episode episode = judge(TODAY).getFirst().open().orElseThrow();
        assertThat(episode.firstBad()).isEqualTo(BRUSSELS.startOf(TODAY) + 20 * PulseCounts.HALF_HOUR_MILLIS);
        // 8 successes are due each half hour: 20 are due in the third.
        assertThat(episode.detected())
                .isLessThanOrEqualTo(
                        BRUSSELS.startOf(TODAY) + 23 * PulseCounts.HALF_HOUR_MILLIS + AlarmJudge.SETTLED_MILLIS);
        assertThat(episode.found().successes()).isZero();
        assertThat(episode.segments()).extracting(AlarmState.Segment::value).containsOnly("chrome", "safari");
    }

    @Test
    void N6_7_anAlarmEndsWhenTheRateIsUsualTwice() {
        past(40, 0.2);
        day(TODAY, 40, 0.2, 0.2);
        List<Long> whole = days.get(TODAY).successes().get(GOAL.id()).browser().get("chrome");
        stop(TODAY, 20, Set.of("chrome", "safari"));
        PulseCells broken = days.get(TODAY).successes().get(GOAL.id());
        List<Long> repaired = new ArrayList<>(broken.all());
        for (int i = 30; i < 48; i++) {
            repaired.set(i, 8L);
        }
        assertThat(whole).hasSize(48);
        days.put(
                TODAY,
                new PulseCounts(
                        days.get(TODAY).opportunities(),
                        Map.of(GOAL.id(), new PulseCells(repaired, Map.of(), broken.browser(), Map.of()))));
        judge(TODAY);

        AlarmState.Episode first = states.get(GOAL.id()).episodes().getFirst();
        assertThat(first.ending()).isEqualTo(Change.RECOVERED);
        assertThat(first.ended())
                .isBetween(
                        BRUSSELS.startOf(TODAY) + 31 * PulseCounts.HALF_HOUR_MILLIS,
                        BRUSSELS.startOf(TODAY) + 40 * PulseCounts.HALF_HOUR_MILLIS);
        assertThat(states.get(GOAL.id()).episodes()).hasSize(1);
    }

    @Test
    void N6_5_oneBrowserIsFoundWithinADay() {
        past(20, 0.1);
        day(TODAY, 20, 0.1, 0.1);
        day(TODAY.plusDays(1), 20, 0.1, 0.1);
        stop(TODAY, 0, Set.of("safari"));
        stop(TODAY.plusDays(1), 0, Set.of("safari"));
        judge(TODAY);
        judge(TODAY.plusDays(1));

        assertThat(states).containsKey("goal:purchase|browser|safari");
        assertThat(states.get("goal:purchase|browser|safari")
                        .episodes()
                        .getFirst()
                        .detected())
                .isLessThanOrEqualTo(BRUSSELS.endOf(TODAY) + AlarmJudge.SETTLED_MILLIS);
        assertThat(states).doesNotContainKey("goal:purchase|browser|chrome");
    }

    @Test
    void N6_5_aStandstillIsToldAndEndsWithTheFirstVisit() {
        past(40, 0.2);
        day(TODAY, 0, 0.2, 0.2);
        judge(TODAY);

        AlarmState.Episode silence = states.get(PulseSeries.SILENCE).open().orElseThrow();
        assertThat(silence.firstBad()).isEqualTo(BRUSSELS.startOf(TODAY));
        assertThat(silence.detected()).isLessThanOrEqualTo(BRUSSELS.startOf(TODAY) + 2 * PulseCounts.HALF_HOUR_MILLIS);
        day(TODAY.plusDays(1), 40, 0.2, 0.2);
        judge(TODAY.plusDays(1));
        assertThat(states.get(PulseSeries.SILENCE).episodes().getFirst().ending())
                .isEqualTo(Change.RECOVERED);
    }

    @Test
    void N6_3_aYoungSiteLearns() {
        for (int back = 1; back <= 21; back++) {
            day(TODAY.minusDays(back), 40, 0.2, 0.2);
        }
        day(TODAY, 40, 0, 0);

        assertThat(judge(TODAY)).isEmpty();
        assertThat(new AlarmJudge(BRUSSELS, days, builder(TODAY).build(List.of(GOAL)), states, () -> builder(TODAY))
                        .running(List.of(GOAL), Set.of(), BRUSSELS.endOf(TODAY)))
                .extracting(AlarmJudge.Running::state)
                .containsExactly("learning", "learning");
    }

    /** The half hours of four alarms would else halve what is usual, and the next stop would be found too late. */
    @Test
    void N6_3_alarmsAreNotPartOfWhatIsUsual() {
        past(40, 0.2);
        List<AlarmState.Episode> before = new ArrayList<>();
        for (int week = 4; week >= 1; week--) {
            LocalDate bad = TODAY.minusDays(7L * week);
            stop(bad, 0, Set.of("chrome", "safari"));
            before.add(new AlarmState.Episode(
                    BRUSSELS.startOf(bad),
                    BRUSSELS.startOf(bad),
                    new AlarmState.Found(0, 0, 0, 0),
                    List.of(),
                    BRUSSELS.endOf(bad),
                    Change.RECOVERED,
                    List.of()));
        }
        states.put(GOAL.id(), new AlarmState(GOAL.id(), before, 0));

        Usual usual = builder(TODAY)
                .build(List.of(GOAL))
                .series()
                .get(GOAL.id())
                .windows()
                .get(48)
                .at(48);
        assertThat(usual.windows()).isEqualTo(8);
        assertThat(usual.rate()).isCloseTo(0.2, within(0.02));
    }

    @Test
    void N6_3_anAcceptedLevelBeginsWhatIsUsualAnew() {
        past(40, 0.2);
        long since = BRUSSELS.startOf(TODAY.minusDays(30));
        states.put(
                GOAL.id(),
                new AlarmState(
                        GOAL.id(),
                        List.of(new AlarmState.Episode(
                                since,
                                since,
                                new AlarmState.Found(0, 0, 0, 0),
                                List.of(),
                                since + 1,
                                Change.ACCEPTED,
                                List.of())),
                        0));

        assertThat(builder(TODAY)
                        .build(List.of(GOAL))
                        .series()
                        .get(GOAL.id())
                        .windows()
                        .get(48)
                        .at(48)
                        .windows())
                .isEqualTo(4);
    }

    /** On 25 October the clock shows 02:30 twice; on 29 March it never does. */
    @Test
    void N6_3_theClockDecidesWhichWindowsAreCompared() {
        LocalDate autumn = LocalDate.parse("2026-10-25");
        PulseHistory history = new PulseHistory(BRUSSELS, Map.of(), autumn.minusDays(7), autumn.plusDays(7));
        int evening = history.first(autumn.plusDays(7)) + 40;
        assertThat(history.sameClock(evening, autumn) - history.first(autumn)).isEqualTo(42);
        int twice = history.first(autumn.plusDays(7)) + 6;
        assertThat(history.sameClock(twice, autumn) - history.first(autumn)).isEqualTo(6);
        assertThat(history.startOfHalf(history.first(autumn) + 42))
                .isEqualTo(BRUSSELS.startOf(autumn) + 42 * PulseCounts.HALF_HOUR_MILLIS);

        LocalDate spring = LocalDate.parse("2026-03-29");
        PulseHistory other = new PulseHistory(BRUSSELS, Map.of(), spring.minusDays(7), spring.plusDays(7));
        assertThat(other.sameClock(other.first(spring.plusDays(7)) + 6, spring)).isEqualTo(-1);
        assertThat(other.sameClock(other.first(spring.plusDays(7)) + 40, spring) - other.first(spring))
                .isEqualTo(38);
    }

    @Test
    void N6_1_aHalfHourIsJudgedHalfAnHourAfterItsEnd() {
        long noon = BRUSSELS.startOf(TODAY) + 24 * PulseCounts.HALF_HOUR_MILLIS;
        assertThat(AlarmJudge.lastEnd(BRUSSELS, noon + AlarmJudge.SETTLED_MILLIS))
                .isEqualTo(noon);
        assertThat(AlarmJudge.lastEnd(BRUSSELS, noon + AlarmJudge.SETTLED_MILLIS - 1))
                .isEqualTo(noon - PulseCounts.HALF_HOUR_MILLIS);
    }
}
