package dev.cairn.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.domain.event.AcceptedEvent;
import dev.cairn.domain.event.TestEvents;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.MeteredEvent;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.parse.PlanParser;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Section 10: what a site may cost a process that classifies for several sites. */
class MatchingBudgetTest {
    private static final Map<String, Site> SITES = PlanParser.read("""
            sites:
              heavy: {time_zone: UTC, currency: EUR}
              heavy2: {time_zone: UTC, currency: EUR}
              shop: {time_zone: UTC, currency: EUR}
            goals:
              read: {tier: micro, kind: secondary, match: {event: "*read*"}}
            """).sites();
    private static final AcceptedEvent EVENT =
            TestEvents.accepted("x".repeat(58) + "unread").build();

    private final AtomicLong nanos = new AtomicLong(7);

    /** Ten events of work saved, and one given back in a second without work. */
    private final MatchingBudget budget = new MatchingBudget(nanos::get, 10 * cost(), cost(), 0);

    private static long cost() {
        MeteredEvent matched = new MeteredEvent(EVENT);
        Goal.matching(SITES.get("shop").goals().values(), matched, false);
        return matched.steps();
    }

    private int matched(String site, int asked) {
        int matched = 0;
        try {
            while (matched < asked) {
                assertThat(budget.matching(SITES.get(site), EVENT, false)).hasSize(1);
                matched++;
            }
        } catch (MatchingBudget.SpentException spent) {
            assertThat(spent).hasMessageContaining("site " + site + " has used up its share");
        }
        return matched;
    }

    /** Another batch, after so much time without work. */
    private void after(Duration time) {
        budget.end();
        nanos.addAndGet(time.toNanos());
        budget.begin();
    }

    @Test
    void aSiteUsesWhatItHasSavedAndNoOtherSitePays() {
        assertThat(matched("heavy", 1_000)).isEqualTo(10);
        assertThat(matched("heavy", 1)).isZero();
        assertThat(matched("shop", 1_000)).isEqualTo(10);
    }

    @Test
    void whatIsGivenBackIsSharedBySitesThatHaveUsedSomething() {
        matched("heavy", 10);
        after(Duration.ofSeconds(4));
        assertThat(matched("heavy", 1_000)).isEqualTo(4);

        matched("heavy2", 10);
        after(Duration.ofSeconds(4));
        assertThat(matched("heavy", 1_000)).isEqualTo(2);
        assertThat(matched("heavy2", 1_000)).isEqualTo(2);
    }

    @Test
    void nobodySavesMoreThanTheMost() {
        matched("heavy", 10);
        after(Duration.ofHours(1));
        assertThat(matched("heavy", 1_000)).isEqualTo(10);
    }

    /** A machine that is slow for another reason would otherwise give back as much as the site uses. */
    @Test
    void nothingIsGivenBackWhileABatchIsWorkedOn() {
        matched("heavy", 10);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(matched("heavy", 1)).isZero();
        after(Duration.ZERO);
        assertThat(matched("heavy", 1)).isZero();
    }

    @Test
    void eachBatchGivesALittleBackHoweverBusyTheProcessIs() {
        MatchingBudget busy = new MatchingBudget(nanos::get, cost(), 0, cost());
        for (int batch = 0; batch < 5; batch++) {
            busy.begin();
            assertThat(busy.matching(SITES.get("heavy"), EVENT, false)).hasSize(1);
            assertThatThrownBy(() -> busy.matching(SITES.get("heavy"), EVENT, false))
                    .isInstanceOf(MatchingBudget.SpentException.class);
            busy.end();
        }
    }
}
