package dev.cairn.bugs;

import java.util.List;

/** Bugs in what is judged, in what is usual, and in the order of storing and telling (N6). */
final class AnomalyBugs {
    private static final String JUDGE_TEST = "dev.cairn.domain.anomaly.AlarmJudgeTest";
    private static final String CHECK_TEST = "dev.cairn.aggregate.AnomalyCheckTest";
    private static final String KILLS_TEST = "dev.cairn.aggregate.AnomalyKillsTest";

    private AnomalyBugs() {}

    static List<Bug> all() {
        return List.of(
                Bug.named(
                                "n6-running-half-hour-judged",
                                "A half hour that has ended can be judged.",
                                "Who came in its last minutes had no time to succeed yet: each fresh visit looks bad.")
                        .in("domain/anomaly/AlarmJudge", "lastEnd")
                        .begins("known += SETTLED_MILLIS;")
                        .caughtBy(CHECK_TEST),
                Bug.named(
                                "n6-half-hours-by-number",
                                "The same half hour of an earlier day has the same number.",
                                "On a day with a clock change it has another: the evening is compared with later hours.")
                        .in("domain/anomaly/PulseHistory", "sameClock")
                        .call("equals", 2)
                        .is("half + 1 == end - firsts.getOrDefault(day, 0)")
                        .caughtBy(JUDGE_TEST),
                Bug.named(
                                "n6-alarms-left-in-the-baseline",
                                "Eight weeks average out a bad day.",
                                "After a long alarm the bad level is the usual one, and the next stop is found late.")
                        .in("domain/anomaly/Exclusions", "inAlarm")
                        .body("return false;")
                        .caughtBy(JUDGE_TEST),
                Bug.named(
                                "n6-noted-as-told-before-it-is-sent",
                                "The note belongs to the decision to send.",
                                "A run that dies in between has noted a message that nobody got.")
                        .in("aggregate/AnomalyCheck", "Check.send")
                        .begins("""
                                for (AlarmState.Told told : message) {
                                    Stored stored = java.util.Objects.requireNonNull(states.get(told.subject()));
                                    store(stored.state().told(told.episode().firstBad(), told.change(), channel.name()));
                                }
                                """)
                        .caughtBy(KILLS_TEST),
                Bug.named(
                                "n6-told-before-the-state-is-stored",
                                "The state is written once, with the note that it was told.",
                                "A run that dies after sending has told of an alarm that no state knows and nothing ends.")
                        .in("aggregate/AnomalyCheck", "Check.run")
                        .call("changed.forEach")
                        .is("""
                                changed.forEach(state -> {
                                    Stored before = states.get(state.subject());
                                    states.put(state.subject(), new Stored(state, before == null ? 0 : before.revision()));
                                })""")
                        .caughtBy(KILLS_TEST));
    }
}
