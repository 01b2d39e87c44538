package dev.cairn.aggregate.count;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.order.OrderAttribution;
import dev.cairn.domain.person.PersonResolver;
import dev.cairn.domain.person.PersonResolver.Resolved;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.store.ItemStore;
import dev.cairn.store.statistic.BaselineAverages;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts one bucket of a day from facts: reads its visitor days, resolves each person from all connected facts, and
 * sums up the persons' days.
 */
final class BucketAggregator {
    private static final int VISITORS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 1_000;
    /** Attempts to read a group of visitors: an occasional store failure must not restart a large bucket. */
    private static final int ATTEMPTS = 5;

    private final PlanRepository plans;
    private final ItemStore items;
    private final VisitorDayStore visitorDays;
    private final BaselineAverages averages;

    BucketAggregator(PlanRepository plans, ItemStore items, VisitorDayStore visitorDays) {
        this.plans = plans;
        this.items = items;
        this.visitorDays = visitorDays;
        this.averages = new BaselineAverages(items);
    }

    /** Processes visitors in groups, so that memory does not grow with the number of events. */
    DayStatistics compute(Site site, LocalDate day, int bucket, Map<String, Funnel> funnels, RunContext run) {
        Count count = new Count(site, day, run, new DayStatistics.Builder(funnels));
        Map<VisitorKey, Loaded> some = new LinkedHashMap<>();
        int[] events = {0};
        visitorDays.forEach(site.id(), day, bucket, (visitor, loaded) -> {
            some.put(visitor, loaded);
            events[0] += loaded.day().size();
            if (some.size() == VISITORS_AT_ONCE || events[0] >= EVENTS_AT_ONCE) {
                count.add(some);
                some.clear();
                events[0] = 0;
            }
        });
        count.add(some);
        return count.sum.build();
    }

    /** A bucket being counted. */
    private final class Count {
        private final Site site;
        private final LocalDate day;
        private final RunContext run;
        private final SiteGoals siteGoals;
        private final PersonResolver resolver;
        final DayStatistics.Builder sum;

        Count(Site site, LocalDate day, RunContext run, DayStatistics.Builder sum) {
            this.site = site;
            this.day = day;
            this.run = run;
            this.sum = sum;
            this.siteGoals = new SiteGoals(plans, site.id());
            this.resolver = new PersonResolver(new PersonResolver.Rules(
                    siteGoals,
                    siteGoals::excludes,
                    each -> averages.of(site.id(), each, plans.backfills().numberOn(site.id(), each)),
                    site.zones()::endOf));
        }

        void add(Map<VisitorKey, Loaded> visitors) {
            Map<VisitorKey, Resolved> resolved = resolvedWithRetries(visitors);
            visitors.forEach((visitor, loaded) -> sum.add(
                    input(visitor, loaded, Objects.requireNonNull(resolved.get(visitor))), site.zones()::dayOf));
        }

        private Map<VisitorKey, Resolved> resolvedWithRetries(Map<VisitorKey, Loaded> visitors) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return resolved(visitors);
                } catch (RuntimeException failed) {
                    if (attempt == ATTEMPTS) {
                        throw failed;
                    }
                }
            }
        }

        private Map<VisitorKey, Resolved> resolved(Map<VisitorKey, Loaded> visitors) {
            Map<VisitorKey, Resolved> resolved = new HashMap<>();
            Map<VisitorKey, Loaded> others = new LinkedHashMap<>();
            visitors.forEach((visitor, loaded) -> run.persons()
                    .get(site.id(), visitor)
                    .filter(known -> loaded.day().isEmpty() || known.days().containsKey(day))
                    .ifPresentOrElse(known -> resolved.put(visitor, known), () -> others.put(visitor, loaded)));
            PersonReader reader = new PersonReader(site.id(), items, visitorDays);
            reader.take(day, others);
            PersonReader.Persons persons = reader.read(others.keySet());
            OrderAttribution orders = persons.orders(siteGoals);
            persons.days().forEach((visitor, days) -> {
                Resolved person = resolver.resolve(visitor, days, orders);
                resolved.put(visitor, person);
                if (Objects.requireNonNull(others.get(visitor)).signed()) {
                    run.persons().put(site.id(), visitor, person);
                }
            });
            return resolved;
        }

        private VisitorDayInput input(VisitorKey visitor, Loaded loaded, Resolved person) {
            PersonResolver.Day own = person.days().getOrDefault(day, PersonResolver.Day.NOTHING);
            return new VisitorDayInput(
                    visitor,
                    day,
                    site.zones().endOf(day),
                    run.asOf(),
                    own.personDay(),
                    loaded.day().receipts(),
                    own.tagged(),
                    person.journey());
        }
    }
}
