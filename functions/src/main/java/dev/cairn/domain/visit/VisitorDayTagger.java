package dev.cairn.domain.visit;

import dev.cairn.domain.event.GoalMatch;
import dev.cairn.domain.event.LinkLevel;
import dev.cairn.domain.event.Money;
import dev.cairn.domain.event.OrderHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.TrafficSource;
import dev.cairn.domain.goal.Conversion;
import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.domain.order.OrderDeduplicator;
import dev.cairn.domain.visit.TaggedDay.TaggedEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tags a visitor's day: visits (V1), goals (G1, G2), conversions (G3). A pure function of its arguments, which do not
 * include the order in which the events arrived (G5).
 */
public final class VisitorDayTagger {

    /** Looks up goals as defined by the plan version that tagged an event. */
    @FunctionalInterface
    public interface GoalBook {
        Optional<Goal> goal(int planVersion, String id);
    }

    private static final BigDecimal COMPLETE = BigDecimal.valueOf(100);

    /** A page that was not scrolled still counts as seen to its depth if it was read this long (G2). */
    private static final long READ_MILLIS = 5_000;

    private final TaggingContext context;
    private final GoalBook goals;
    private final OrderDeduplicator orders;
    private final boolean hasVisits;
    private final List<Visit> visits = new ArrayList<>();
    private final List<TaggedEvent> tagged = new ArrayList<>();
    private final List<Conversion> conversions = new ArrayList<>();
    private final List<StoredEvent> refundsInOtherCurrency = new ArrayList<>();
    private final List<TaggedDay.AdjustedEvent> adjusted = new ArrayList<>();
    private final Set<String> metToday = new HashSet<>();
    private final Set<String> metThisVisit = new HashSet<>();
    private final Set<String> engagedThisVisit = new HashSet<>();
    private final Map<String, Long> readMillis = new HashMap<>();

    /** How an event meets a goal. */
    private record Met(@Nullable Money value, boolean verified) {}

    private VisitorDayTagger(TaggingContext context, GoalBook goals, OrderDeduplicator orders) {
        this.context = context;
        this.goals = goals;
        this.orders = orders;
        this.hasVisits = context.visitor().link() != LinkLevel.NONE;
    }

    /** @param events of one visitor and local day, each id once, in order {@link StoredEvent#T4} */
    public static TaggedDay tag(
            List<StoredEvent> events, TaggingContext context, GoalBook goals, OrderDeduplicator orders) {
        VisitorDayTagger tagger = new VisitorDayTagger(context, goals, orders);
        events.forEach(tagger::take);
        return new TaggedDay(
                List.copyOf(tagger.visits),
                List.copyOf(tagger.tagged),
                List.copyOf(tagger.conversions),
                List.copyOf(tagger.refundsInOtherCurrency),
                List.copyOf(tagger.adjusted));
    }

    private void take(StoredEvent event) {
        int visit = hasVisits ? visitOf(event) : -1;
        SortedMap<String, Met> met = new TreeMap<>();
        if (isRefundInOtherCurrency(event)) {
            refundsInOtherCurrency.add(event);
        }
        for (GoalMatch match : event.matches()) {
            Goal goal = goals.goal(event.planVersion(), match.goal()).orElse(null);
            if (goal != null
                    && !event.refund()
                    && (match.isUnconditional() || engages(event, goal, match.alternative()))) {
                meet(event, goal).ifPresent(how -> met.put(goal.id(), how));
            }
        }
        met.forEach(
                (id, how) -> count(event, goals.goal(event.planVersion(), id).orElseThrow(), visit, how));
        tagged.add(new TaggedEvent(event, visit, Collections.unmodifiableSet(met.keySet()), values(met)));
    }

    private static Map<String, Money> values(SortedMap<String, Met> met) {
        Map<String, Money> values = new LinkedHashMap<>();
        met.forEach((id, how) -> {
            if (how.value() != null) {
                values.put(id, how.value());
            }
        });
        return Collections.unmodifiableMap(values);
    }

    private boolean isRefundInOtherCurrency(StoredEvent event) {
        return event.refund()
                && event.order() != null
                && event.value() != null
                && orders.isInOtherCurrency(event.order(), event.value());
    }

    private int visitOf(StoredEvent event) {
        Visit last = visits.isEmpty() ? null : visits.getLast();
        boolean pageView = event.name().equals("page_view");
        int views = pageView ? 1 : 0;
        long engaged = event.measures().engagedMillis();
        if (last == null || event.at() - last.lastAt() >= Visit.GAP_MILLIS) {
            metThisVisit.clear();
            engagedThisVisit.clear();
            readMillis.clear();
            visits.add(new Visit(touchOf(event), event.at(), event.at(), 1, views, engaged));
        } else {
            visits.set(
                    visits.size() - 1,
                    new Visit(
                            last.touch(),
                            last.firstAt(),
                            event.at(),
                            last.events() + 1,
                            last.pageViews() + views,
                            last.engagedMillis() + engaged));
        }
        if (event.page() != null) {
            readMillis.merge(event.page(), engaged, (before, more) -> pageView ? more : before + more);
        }
        return visits.size() - 1;
    }

    private TrafficSource touchOf(StoredEvent first) {
        TaggingContext.Carried carried = context.carried();
        return visits.isEmpty() && carried != null && first.at() - carried.lastAt() < Visit.GAP_MILLIS
                ? carried.touch()
                : first.touch();
    }

    /** G2: met once per visit, at the first event at which all conditions hold. */
    private boolean engages(StoredEvent event, Goal goal, int alternative) {
        if (!hasVisits || alternative >= goal.alternatives().size()) {
            return false;
        }
        VisitCondition engagement = goal.alternatives().get(alternative).engagement();
        return engagement != null
                && !engagedThisVisit.contains(goal.id())
                && holds(event, engagement)
                && engagedThisVisit.add(goal.id());
    }

    private boolean holds(StoredEvent event, VisitCondition key) {
        Visit visit = visits.getLast();
        TaggingContext.Averages averages = context.averages();
        BigDecimal engaged = BigDecimal.valueOf(visit.engagedMillis());
        BigDecimal frequency = BigDecimal.valueOf(context.visitsBefore() + visits.size());
        return (key.pagesPerVisit() == null || visit.pageViews() >= key.pagesPerVisit())
                && (key.dwellMillis() == null || visit.engagedMillis() >= key.dwellMillis())
                && (!key.dwellAboveAverage() || above(engaged, averages.dwellMillis()))
                && (key.visitFrequency() == null
                        || (context.visitor().linkable() && frequency.intValue() >= key.visitFrequency()))
                && (!key.visitFrequencyAboveAverage()
                        || (context.visitor().linkable() && above(frequency, averages.visitFrequency())))
                && (key.scrollDepth() == null || scrolledTo(event, key.scrollDepth()))
                && (key.videoComplete() == null || watchedTo(event, key.videoComplete()));
    }

    private static boolean above(BigDecimal value, @Nullable BigDecimal average) {
        return average != null && value.compareTo(average) > 0;
    }

    private boolean scrolledTo(StoredEvent event, BigDecimal percent) {
        BigDecimal scroll = event.measures().scroll();
        return scroll != null
                && scroll.compareTo(percent) >= 0
                && (event.measures().scrolled()
                        || readMillis.getOrDefault(
                                        event.page() == null ? "" : event.page(),
                                        event.measures().engagedMillis())
                                >= READ_MILLIS);
    }

    private static boolean watchedTo(StoredEvent event, BigDecimal percent) {
        BigDecimal watched = event.measures().percent();
        if (event.name().equals("video_complete")) {
            watched = watched == null ? COMPLETE : watched;
        } else if (!event.name().equals("video_progress")) {
            return false;
        }
        return watched != null && watched.compareTo(percent) >= 0;
    }

    /** Returns how the event meets the goal; empty if its order counts at another event. */
    private Optional<Met> meet(StoredEvent event, Goal goal) {
        OrderHash order = event.order();
        Optional<OrderDeduplicator.Verdict> known = goal.count() == CountingMethod.ORDER && order != null
                ? orders.verdict(goal.id(), order, context.visitor(), event)
                : Optional.empty();
        if (known.isEmpty() || order == null) {
            return Optional.of(new Met(goal.value().of(event.value()), event.server()));
        }
        List<OrderDeduplicator.Adjustment> adjustments = orders.adjustments(goal.id(), order, context.visitor(), event);
        if (!adjustments.isEmpty()) {
            adjusted.add(new TaggedDay.AdjustedEvent(tagged.size(), goal, adjustments));
        }
        OrderDeduplicator.Verdict verdict = known.get();
        return verdict.counts()
                ? Optional.of(new Met(goal.value().of(verdict.amount()), verdict.verified()))
                : Optional.empty();
    }

    private void count(StoredEvent event, Goal goal, int visit, Met how) {
        boolean first = !hasVisits
                || switch (goal.count()) {
                    case EVENT, ORDER -> true;
                    case VISIT -> !metThisVisit.contains(goal.id());
                    case DAY -> !metToday.contains(goal.id());
                };
        metThisVisit.add(goal.id());
        metToday.add(goal.id());
        if (first) {
            boolean withoutOrder = goal.count() == CountingMethod.ORDER && event.order() == null;
            conversions.add(new Conversion(
                    goal.id(), event.planVersion(), tagged.size(), visit, how.value(), withoutOrder, how.verified()));
        }
    }
}
