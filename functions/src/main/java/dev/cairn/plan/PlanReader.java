package dev.cairn.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a plan document, YAML or JSON, into its sites, each with everything that holds for it. The whole document is
 * checked and every fault is reported at once. Pure: the same text gives the same reading.
 */
public final class PlanReader {
    static final int MAX_SITES = 1_000;

    private static final Set<String> KEYS = Set.of("extends", "sites", "goals", "funnels", "targets", "audiences");

    /**
     * What a document says.
     *
     * @param faults everything that is wrong; empty when the plan can be used
     * @param sites by id, in the document's order; empty when there are faults. Their zones have no history yet
     */
    public record Reading(List<Fault> faults, Map<String, Site> sites) {}

    private final Faults faults = new Faults();

    private PlanReader() {}

    public static Reading read(String source) {
        return new PlanReader().reading(source);
    }

    private Reading reading(String source) {
        Node document = DocumentReader.read(source, faults);
        if (document == null) {
            return new Reading(faults.all(), Map.of());
        }
        Block top = Block.open(document, "", faults, KEYS);
        Level plan = Level.read(top).over(base(top));
        checkGoals(plan);
        Map<String, SiteReader.Draft> drafts = top.named("sites", named -> SiteReader.Draft.read(named));
        if (drafts.size() > MAX_SITES) {
            faults.add("sites", drafts.size() + " sites are too many; the most is " + MAX_SITES);
        }
        checkReferences(plan, drafts);
        SiteReader reader = new SiteReader(plan);
        Map<String, Site> sites = new LinkedHashMap<>();
        drafts.forEach((id, draft) -> {
            Site site = reader.site(draft, faults);
            if (site != null) {
                sites.put(id, site);
            }
        });
        return faults.isEmpty()
                ? new Reading(List.of(), java.util.Collections.unmodifiableMap(sites))
                : new Reading(faults.all(), Map.of());
    }

    private Level base(Block top) {
        String name = top.text("extends");
        if (name != null && !name.equals(DefaultPlan.NAME)) {
            top.fault("extends", "cannot be " + Names.quoted(name) + "; allowed is " + DefaultPlan.NAME);
        }
        return DefaultPlan.NAME.equals(name) ? DefaultPlan.level() : Level.NONE;
    }

    /** The plan's goals as such: their faults do not depend on the site. */
    private static void checkGoals(Level plan) {
        GoalReader anySite = new GoalReader(new GoalReader.Traits("EUR", List.of()));
        plan.goals().values().forEach(anySite::read);
    }

    /**
     * Every goal that is named exists on every site that uses the definition naming it. A plan may name a goal that
     * only its sites define.
     */
    private void checkReferences(Level plan, Map<String, SiteReader.Draft> drafts) {
        for (Level.Reference reference : plan.references()) {
            if (!plan.goals().containsKey(reference.goal())) {
                checkOnSites(reference, plan, drafts);
            }
        }
        drafts.forEach((id, draft) -> {
            Level site = draft.own();
            Set<String> goals = new TreeSet<>(plan.goals().keySet());
            goals.addAll(site.goals().keySet());
            site.references().stream()
                    .filter(reference -> !goals.contains(reference.goal()))
                    .forEach(reference -> noGoal(reference, "", goals));
        });
    }

    private void checkOnSites(Level.Reference reference, Level plan, Map<String, SiteReader.Draft> drafts) {
        Set<String> using = new TreeSet<>();
        Set<String> lacking = new TreeSet<>();
        drafts.forEach((id, draft) -> {
            if (!draft.own().replaces(reference)) {
                using.add(id);
                if (!draft.own().goals().containsKey(reference.goal())) {
                    lacking.add(id);
                }
            }
        });
        if (lacking.size() == using.size() && (drafts.isEmpty() || !using.isEmpty())) {
            noGoal(reference, "", plan.goals().keySet());
        } else if (!lacking.isEmpty()) {
            noGoal(reference, " on site " + Names.oneOf(lacking), plan.goals().keySet());
        }
    }

    private void noGoal(Level.Reference reference, String where, Set<String> goals) {
        faults.add(
                reference.path(),
                () -> "no goal " + Names.quoted(reference.goal()) + where + Names.didYouMean(reference.goal(), goals));
    }
}
