package dev.cairn.domain.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.domain.event.TrafficSources;
import dev.cairn.domain.funnel.FunnelEvent;
import dev.cairn.domain.statistic.MembershipChangeCounts;
import dev.cairn.plan.model.TimeZoneHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is a member of an audience, and since when and until when, in hours. */
class MembershipTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private static Audience audience(long after, long within) {
        return new Audience("left_cart", "cart", "buy", after * HOUR, within * HOUR);
    }

    /** Words such as {@code cart@5}: at hour 5, an event that meets cart. */
    private static List<FunnelEvent> journey(String words) {
        return Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.split("@"))
                .map(word -> event(Set.of(word[0].split("\\+")), Long.parseLong(word[1])))
                .toList();
    }

    private static FunnelEvent event(Set<String> goals, long hour) {
        LocalDate day = LocalDate.EPOCH.plusDays(hour / 24);
        return new FunnelEvent(day, hour * HOUR, "any", goals, TrafficSources.MAIL, Map.of());
    }

    private static String text(List<Membership> memberships) {
        List<String> texts = new ArrayList<>();
        for (Membership each : memberships) {
            texts.add(each.entered() / HOUR + "-" + each.left() / HOUR + (each.met() ? " met" : " expired"));
        }
        return String.join(", ", texts);
    }

    @ParameterizedTest(name = "N5_ after {0}, within {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0  | 720 | cart@5                             | 5-725 expired
            24 | 720 | cart@5                             | 29-725 expired
            24 | 720 | cart@5 buy@20                      |
            24 | 720 | cart@5 buy@29                      |
            24 | 720 | cart@5 buy@30                      | 29-30 met
            0  | 10  | cart@5 buy@15                      | 5-15 met
            0  | 10  | cart@5 buy@16                      | 5-15 expired
            0  | 10  | buy+cart@5                         |
            0  | 10  | cart@5 buy+cart@7                  | 5-7 met
            0  | 10  | cart@1 cart@2 cart@3 cart@4 buy@5  | 1-5 met
            0  | 10  | cart@0 cart@10                     | 0-20 expired
            0  | 10  | cart@0 cart@11                     | 0-10 expired, 11-21 expired
            0  | 10  | cart@5 buy@5 cart@5                | 5-15 expired
            0  | 10  | cart@1 buy@5 cart@5                | 1-5 met, 5-15 expired
            24 | 30  | cart@0 cart@10 buy@26              | 24-26 met
            24 | 30  | cart@0 cart@1 buy@50               | 24-31 expired
            0  | 240 | cart@0 cart@200 cart@400 buy@500   | 0-500 met
            """)
    void N5_memberships(long after, long within, String journey, String expected) {
        assertThat(text(Membership.of(journey(journey), audience(after, within))))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void N5_withoutNotMembersLeaveOnlyByTime() {
        Audience readers = new Audience("readers", "cart", null, 0, 10 * HOUR);

        assertThat(text(Membership.of(journey("cart@0 buy@5"), readers))).isEqualTo("0-10 expired");
    }

    /** Seven carts are one membership, whatever the visits; it lasts longer than {@code within}. */
    @Test
    void N5_aCartInEachOfSevenVisitsIsOneMembership() {
        String carts = "cart@0 cart@100 cart@200 cart@300 cart@400 cart@500 cart@600";

        assertThat(text(Membership.of(journey(carts), audience(24, 240)))).isEqualTo("24-840 expired");
    }

    @Test
    void N5_recoveredIsLeavingByMeetingNotWithinFourteenDays() {
        assertThat(recovered("cart@0 buy@335")).isTrue();
        assertThat(recovered("cart@0 buy@336")).isFalse();
        assertThat(recovered("cart@0")).isFalse();
    }

    private static boolean recovered(String journey) {
        return Membership.of(journey(journey), audience(0, 720)).getFirst().recovered();
    }

    /** Of a long membership each stay is short: no event changes the figures of a day further back than the reach. */
    @Test
    void N5_noStayIsLongerThanWithin() {
        Audience audience = audience(24, 240);
        Membership one = Membership.of(journey("cart@0 cart@200 cart@400 cart@600 buy@700"), audience)
                .getFirst();

        assertThat(one.stays()).hasSize(4).allSatisfy(stay -> {
            assertThat(stay.from() - stay.did().at()).isEqualTo(24 * HOUR);
            assertThat(stay.until() - stay.did().at()).isLessThanOrEqualTo(240 * HOUR);
        });
        for (int i = 1; i < 4; i++) {
            assertThat(one.stays().get(i).from())
                    .isEqualTo(one.stays().get(i - 1).until());
        }
        assertThat(audience.reachMillis()).isEqualTo(15 * DAY);
    }

    /** A change of the site's zone moves what is still to come to the days of the new zone. */
    @Test
    void T3_N5_aQuarterOfAnHourTellsItsDayByTheCalendarOfTheReader() {
        long lateInNewYork = Instant.parse("2026-04-22T01:00:00Z").toEpochMilli();
        long quarter = MembershipChangeCounts.quarter(lateInNewYork);

        assertThat(MembershipChangeCounts.dayOf(quarter, TimeZoneHistory.of(ZoneId.of("America/New_York"))))
                .isEqualTo("2026-04-21");
        assertThat(MembershipChangeCounts.dayOf(quarter, TimeZoneHistory.of(ZoneId.of("Asia/Kolkata"))))
                .isEqualTo("2026-04-22");
    }

    /** Nepal's midnight is at a quarter past the hour in UTC. */
    @Test
    void T3_N5_everyZonesDayBeginsWithAQuarter() {
        long midnight = Instant.parse("2026-04-21T18:15:00Z").toEpochMilli();
        TimeZoneHistory nepal = TimeZoneHistory.of(ZoneId.of("Asia/Kathmandu"));

        assertThat(MembershipChangeCounts.dayOf(MembershipChangeCounts.quarter(midnight), nepal))
                .isEqualTo("2026-04-22");
        assertThat(MembershipChangeCounts.dayOf(MembershipChangeCounts.quarter(midnight - 1), nepal))
                .isEqualTo("2026-04-21");
    }

    @Test
    void N5_whatIsStillToComeAtTheTimeOfARunHasNotHappened() {
        long quarter = MembershipChangeCounts.quarter(985_250 * 1_800_000L);

        assertThat(MembershipChangeCounts.hasHappened(quarter, 985_250 * 1_800_000L))
                .isFalse();
        assertThat(MembershipChangeCounts.hasHappened(quarter, 985_251 * 1_800_000L))
                .isTrue();
        assertThat(MembershipChangeCounts.hasHappened(quarter, Long.MIN_VALUE)).isFalse();
    }
}
