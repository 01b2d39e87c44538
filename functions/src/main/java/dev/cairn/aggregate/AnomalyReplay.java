package dev.cairn.aggregate;

import dev.cairn.aggregate.count.BucketCounter;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import dev.cairn.store.notice.Notices;
import dev.cairn.store.notice.SiteChannels;
import java.time.Duration;
import java.time.Instant;

/**
 * Evaluates past half hours of a site in order, as the runs at that time would have (N6). For imported history: the
 * baselines of its days are recomputed, and no messages are sent.
 */
public final class AnomalyReplay {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private final PlanRepository plans;
    private final BucketCounter counter;
    private final AnomalyCheck check;

    public AnomalyReplay(Dependencies dependencies) {
        this.plans = new PlanRepository(dependencies.items(), dependencies.clock(), Duration.ZERO);
        this.counter = new BucketCounter(plans, dependencies.items(), dependencies.clock());
        this.check = new AnomalyCheck(dependencies, SiteChannels.of(Notices.NONE));
    }

    /**
     * Evaluates the half hours between two times, whose events are all counted already.
     *
     * @param afterEach receives the progress after each half hour
     */
    public void run(String siteId, Instant from, Instant to, Progress afterEach) {
        Site site = plans.site(siteId).orElseThrow();
        long day = Long.MIN_VALUE;
        for (Instant at = from; !at.isAfter(to); at = at.plus(HALF_HOUR)) {
            long asOf = at.toEpochMilli();
            long judged = AnomalyCheck.dayOf(site, asOf).toEpochDay();
            if (judged != day) {
                check.learn(site, each -> counter.day(site, each).counted(), asOf);
                day = judged;
            }
            check.run(site, each -> counter.day(site, each).counted(), true, asOf, asOf);
            afterEach.at(at);
        }
    }

    /** Receives the progress of a replay. */
    @FunctionalInterface
    public interface Progress {
        void at(Instant judged);
    }
}
