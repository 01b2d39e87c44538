package dev.cairn.report.plan;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.SiteGoals;
import dev.cairn.store.Dependencies;
import dev.cairn.store.statistic.AggregationRuns;
import dev.cairn.store.statistic.BaselineAverages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Computes what a draft plan would have counted over the last days, as a backfill would: from the same stored events,
 * with the same tagging and funnel matching, but without writing anything. For comparison, it also computes the counts
 * under the plans that actually applied.
 */
final class PlanPreview {
    private static final Duration SAMPLING = Duration.ofSeconds(10);
    private static final Duration SEARCHING = Duration.ofSeconds(18);
    private final PlanRepository plans;
    private final Dependencies dependencies;
    private final VisitorSample.Reader samples;
    private final BaselineAverages averages;

    PlanPreview(PlanRepository plans, Dependencies dependencies, VisitorSample.Reader samples) {
        this.plans = plans;
        this.dependencies = dependencies;
        this.samples = samples;
        this.averages = new BaselineAverages(dependencies.items());
    }

    /**
     * @param drafted counts under the draft plan; {@code now} has the counts under the plans that actually applied,
     *     with today's funnels
     * @param undecided number of events that are not archived yet or were not found in time; they meet no goal that
     *     depends on the archived part
     */
    record Result(
            PlanChanges changes,
            VisitorSample sample,
            PlanPreviewCounter drafted,
            PlanPreviewCounter now,
            long undecided) {}

    /** Empty when the site is too large even for a sample. */
    Optional<Result> of(Site now, Site drafted, PlanChanges changes) {
        Instant begun = dependencies.clock().instant();
        return samples.read(now, timeLeft(begun.plus(SAMPLING)))
                .map(sample -> of(now, drafted, changes, sample, timeLeft(begun.plus(SEARCHING))));
    }

    private BooleanSupplier timeLeft(Instant end) {
        return () -> dependencies.clock().instant().isBefore(end);
    }

    private Result of(Site now, Site drafted, PlanChanges changes, VisitorSample sample, BooleanSupplier timeLeft) {
        long asOf = AggregationRuns.asOf(dependencies.clock().millis());
        SiteGoals siteGoals = new SiteGoals(plans, now.id());
        Map<String, Goal> goals = changes.goalsOf(drafted);
        PlanPreviewTagger tags = new PlanPreviewTagger(goals.values(), siteGoals, now.id());
        tags.learn(sample.events(), dependencies.archive(), timeLeft);
        PlanPreviewCounter.Rules draft = new PlanPreviewCounter.Rules(
                tags::tagged,
                (version, id) -> Optional.ofNullable(goals.get(id)),
                day -> averages.now(now.id(), day),
                (version, name) -> drafted.funnels().values().stream()
                        .flatMap(funnel -> funnel.excludes().stream())
                        .anyMatch(exclude -> exclude.event().matches(name)));
        PlanPreviewCounter.Rules inForce = new PlanPreviewCounter.Rules(
                event -> event,
                siteGoals,
                day -> averages.of(now.id(), day, plans.backfills().numberOn(now.id(), day)),
                siteGoals::excludes);
        return new Result(
                changes,
                sample,
                count(draft, now, asOf, changes, drafted, sample),
                count(inForce, now, asOf, changes, now, sample),
                tags.undecided());
    }

    private static PlanPreviewCounter count(
            PlanPreviewCounter.Rules rules,
            Site zones,
            long asOf,
            PlanChanges changes,
            Site plan,
            VisitorSample sample) {
        return new PlanPreviewCounter(
                        kept(rules, sample),
                        zones.zones(),
                        asOf,
                        changes.funnelsOf(plan).values())
                .add(sample);
    }

    /** Caches each day's averages, and reads them only for days in the sample. */
    private static PlanPreviewCounter.Rules kept(PlanPreviewCounter.Rules rules, VisitorSample sample) {
        Map<LocalDate, TaggingContext.Averages> known = new HashMap<>();
        return new PlanPreviewCounter.Rules(
                rules.tags(),
                rules.goals(),
                day -> sample.days().contains(day)
                        ? known.computeIfAbsent(day, rules.averages())
                        : TaggingContext.Averages.UNKNOWN,
                rules.excludes());
    }
}
