package dev.cairn.aggregate.count;

import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.person.PersonTagger;
import dev.cairn.domain.person.PersonTagger.TaggedPerson;
import dev.cairn.domain.statistic.VisitorDayInput;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.store.ItemStore;
import dev.cairn.store.audience.AdConversionEntry;
import dev.cairn.store.audience.MemberEntry;
import dev.cairn.store.audience.OrderEntry;
import dev.cairn.store.statistic.BaselineAverages;
import dev.cairn.store.visitor.PersonReader;
import dev.cairn.store.visitor.VisitorDayStore;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts one bucket of a day for one run, from facts: takes its visitor days one by one, tags each person from all
 * connected facts, and sums up the persons' days. Processes visitors in groups, so that memory does not grow with the
 * number of events. Not thread-safe.
 */
final class BucketAggregator {
    private static final int VISITORS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 1_000;
    /**
     * Attempts to read a group of visitors: an occasional store failure must not cause a large bucket to be restarted.
     */
    private static final int ATTEMPTS = 5;

    private final Sources sources;
    private final Site site;
    private final LocalDate day;
    private final RunContext run;
    private final SiteGoals siteGoals;
    private final PersonTagger personTagger;
    private final DayStatistics.Builder statistics;
    private final MemberListBuilder members;
    private final AdsListBuilder ads;
    private final OrderListBuilder orders;
    private final Map<VisitorKey, Loaded> group = new LinkedHashMap<>();
    private int eventsInGroup;

    /** The sources of facts and of the plan's rules. */
    record Sources(PlanRepository plans, ItemStore items, VisitorDayStore visitorDays, BaselineAverages averages) {}

    BucketAggregator(Sources sources, BucketCounter.Day countedDay, RunContext run) {
        this.sources = sources;
        this.site = countedDay.site();
        this.day = countedDay.day();
        this.run = run;
        PlanRepository plans = sources.plans();
        this.siteGoals = new SiteGoals(plans, site.id());
        this.personTagger = new PersonTagger(new PersonTagger.Rules(
                siteGoals,
                siteGoals::excludes,
                each -> sources.averages().of(site.id(), each, plans.backfills().numberOn(site.id(), each)),
                site.zones()::endOf));
        this.statistics = new DayStatistics.Builder(countedDay.counted());
        this.ads = new AdsListBuilder(site.id(), day, BucketCounter.adsGoals(site));
        this.orders = new OrderListBuilder(day, BucketCounter.orderGoals(site));
        this.members = new MemberListBuilder(countedDay.counted().audiences(), day, run.asOf());
    }

    void add(VisitorKey visitor, Loaded loaded) {
        group.put(visitor, loaded);
        eventsInGroup += loaded.day().size();
        if (group.size() == VISITORS_AT_ONCE || eventsInGroup >= EVENTS_AT_ONCE) {
            countGroup();
        }
    }

    /** The statistics of all visitor days that were added; nothing may be added afterwards. */
    DayStatistics statistics() {
        countGroup();
        return statistics.build();
    }

    /** The entries of the bucket's list of members; after {@link #statistics}. */
    List<MemberEntry> members() {
        return members.entries();
    }

    /** The entries of the bucket's list of conversions; after {@link #statistics}. */
    List<AdConversionEntry> ads() {
        return ads.entries();
    }

    /** The entries of the bucket's list of orders; after {@link #statistics}. */
    List<OrderEntry> orders() {
        return orders.entries();
    }

    private void countGroup() {
        Map<VisitorKey, TaggedPerson> persons = null;
        for (int attempt = 1; persons == null; attempt++) {
            try {
                persons = tagGroup();
            } catch (RuntimeException failed) {
                if (attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
        for (Map.Entry<VisitorKey, Loaded> each : group.entrySet()) {
            TaggedPerson person = Objects.requireNonNull(persons.get(each.getKey()));
            statistics.add(input(each.getKey(), each.getValue(), person));
            members.add(each.getKey(), person);
            ads.add(each.getKey(), person);
            orders.add(person);
        }
        group.clear();
        eventsInGroup = 0;
    }

    private Map<VisitorKey, TaggedPerson> tagGroup() {
        Map<VisitorKey, TaggedPerson> tagged = new HashMap<>();
        Map<VisitorKey, Loaded> untagged = new LinkedHashMap<>();
        group.forEach((visitor, loaded) -> run.persons()
                .get(site.id(), visitor)
                .filter(known -> loaded.day().isEmpty() || known.days().containsKey(day))
                .ifPresentOrElse(known -> tagged.put(visitor, known), () -> untagged.put(visitor, loaded)));
        PersonReader personReader = new PersonReader(site.id(), sources.items(), sources.visitorDays(), site.exclude());
        personReader.take(day, untagged);
        PersonReader.Persons persons = personReader.read(untagged.keySet());
        OrderDeduplicator orders = persons.orders(siteGoals);
        persons.days().forEach((visitor, days) -> {
            TaggedPerson person = personTagger.tag(visitor, days, orders);
            tagged.put(visitor, person);
            if (Objects.requireNonNull(untagged.get(visitor)).connected()) {
                run.persons().put(site.id(), visitor, person);
            }
        });
        return tagged;
    }

    private VisitorDayInput input(VisitorKey visitor, Loaded loaded, TaggedPerson person) {
        List<VisitorDay.DeliverySummary> receipts = new ArrayList<>(loaded.day().receipts());
        receipts.addAll(site.exclude().receipts(visitor, loaded.day()));
        return new VisitorDayInput(visitor, day, site.zones(), run.asOf(), receipts, person);
    }
}
