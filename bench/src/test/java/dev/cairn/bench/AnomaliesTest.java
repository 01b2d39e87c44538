package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.AnomalyTraffic.Site;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A part of N6.12's budget; {@code bench/run Anomalies} takes 24 sites, 504 weeks and more stops. */
class AnomaliesTest {
    private static final Site SMALL = new Site(30, 0.3, 0.15, 0.1);
    private static final Site BUSY = new Site(300, 0.05, 0.05, 0.1);

    @Test
    void N6_12_quietWeeksRaiseNoAlarm() {
        Anomalies.Quiet quiet = Anomalies.quiet(SMALL, 3, 1).plus(Anomalies.quiet(BUSY, 2, 2));

        assertThat(quiet.alarms()).isZero();
        assertThat(quiet.silences()).isZero();
    }

    @Test
    void N6_12_aStopIsReportedOnceTwentyPurchasesWereDue() {
        for (Site site : List.of(SMALL, BUSY)) {
            for (int seed = 1; seed <= 3; seed++) {
                Anomalies.Stop stop = Anomalies.stop(site, false, seed);
                assertThat(stop.isInTime()).as(site + " " + seed + " " + stop).isTrue();
            }
        }
    }

    @Test
    void N6_12_aBrowserWithTwentyPurchasesDueADayIsReportedWithinADay() {
        for (int seed = 1; seed <= 3; seed++) {
            Anomalies.Stop stop = Anomalies.stop(BUSY, true, seed);
            assertThat(stop.dueADay()).isGreaterThan(Anomalies.DUE);
            assertThat(stop.isWithinADay()).as(seed + " " + stop).isTrue();
        }
    }
}
