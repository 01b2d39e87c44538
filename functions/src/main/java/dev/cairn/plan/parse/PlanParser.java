package dev.cairn.plan.parse;

import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parses a plan document, YAML or JSON, into its sites, each with everything that applies to it. Checks the whole
 * document and reports all errors together. The result depends only on the text.
 */
public final class PlanParser {
    public static final int MAX_SITES = 1_000;

    private static final Set<String> KEYS =
            Set.of("extends", "sites", "goals", "funnels", "targets", "audiences", "alerts");

    /**
     * The result of parsing a document.
     *
     * @param faults all errors; empty if the plan is valid
     * @param sites by id, in the document's order; empty if there are errors. Their time zones have no history yet
     */
    public record Reading(List<PlanError> faults, Map<String, Site> sites) {}

    private final PlanErrors faults;

    private PlanParser(PlanErrors.Limits limits) {
        this.faults = new PlanErrors(limits);
    }

    /** Reads a new document, before it is saved. */
    public static Reading read(String source) {
        return new PlanParser(PlanErrors.Limits.ENFORCED).reading(source);
    }

    /** Reads a stored document, perhaps one that an earlier release with fewer limits accepted. */
    public static Reading readStored(String source) {
        return new PlanParser(PlanErrors.Limits.IGNORED).reading(source);
    }

    /**
     * Reads one site from a new document. The other sites' blocks must be readable; nothing else about them is checked.
     */
    public static Reading readOf(String site, String source) {
        PlanErrors unreadable = new PlanErrors(PlanErrors.Limits.ENFORCED);
        Node document = DocumentParser.read(source, unreadable);
        return document == null || !unreadable.isEmpty()
                ? new Reading(unreadable.all(), Map.of())
                : read(SiteDocument.of(source, site));
    }

    private Reading reading(String source) {
        Node document = DocumentParser.read(source, faults);
        if (document == null) {
            return new Reading(faults.all(), Map.of());
        }
        MappingReader top = MappingReader.open(document, "", faults, KEYS);
        PlanLayer plan = PlanLayer.read(top).over(base(top));
        checkGoals(plan);
        PlanLimits.plan(plan, faults);
        Map<String, SiteParser.Draft> drafts = top.named("sites", named -> SiteParser.Draft.read(named));
        if (drafts.size() > MAX_SITES) {
            faults.add("sites", drafts.size() + " sites are too many; the maximum is " + MAX_SITES);
        }
        checkReferences(plan, drafts);
        SiteParser reader = new SiteParser(plan);
        Map<String, Site> sites = new LinkedHashMap<>();
        drafts.forEach((id, draft) -> {
            Site site = reader.site(draft, faults);
            if (site != null) {
                sites.put(id, site);
            }
        });
        checkOff(plan, drafts, sites);
        return faults.isEmpty()
                ? new Reading(List.of(), java.util.Collections.unmodifiableMap(sites))
                : new Reading(faults.all(), Map.of());
    }

    private PlanLayer base(MappingReader top) {
        String name = top.text("extends");
        if (name != null && !name.equals(DefaultPlan.NAME)) {
            top.fault("extends", "cannot be " + Suggestions.quoted(name) + "; use " + DefaultPlan.NAME);
        }
        return DefaultPlan.NAME.equals(name) ? DefaultPlan.level() : PlanLayer.NONE;
    }

    /** Checks the plan's goals once, because their errors do not depend on the site. */
    private static void checkGoals(PlanLayer plan) {
        GoalParser anySite = new GoalParser(new GoalParser.Traits("EUR", List.of()));
        plan.goals().values().forEach(anySite::read);
    }

    /**
     * Checks that every referenced goal exists on every site that uses the referring definition. A plan may refer to a
     * goal that only its sites define.
     */
    private void checkReferences(PlanLayer plan, Map<String, SiteParser.Draft> drafts) {
        for (PlanLayer.Reference reference : plan.references()) {
            if (!plan.goals().containsKey(reference.goal())) {
                checkOnSites(reference, plan, drafts);
            }
        }
        drafts.forEach((id, draft) -> {
            PlanLayer site = draft.own();
            Set<String> goals = new TreeSet<>(plan.goals().keySet());
            goals.addAll(site.goals().keySet());
            site.references().stream()
                    .filter(reference -> !goals.contains(reference.goal()))
                    .forEach(reference -> noGoal(reference, "", goals));
        });
    }

    private void checkOnSites(PlanLayer.Reference reference, PlanLayer plan, Map<String, SiteParser.Draft> drafts) {
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
            noGoal(
                    reference,
                    " on site " + Suggestions.oneOf(lacking),
                    plan.goals().keySet());
        }
    }

    /** Checks that whatever is turned off for the whole plan exists on at least one site to which that applies. */
    private void checkOff(PlanLayer plan, Map<String, SiteParser.Draft> drafts, Map<String, Site> sites) {
        Set<String> known = new TreeSet<>();
        drafts.forEach((id, draft) -> {
            Site site = sites.get(id);
            if (site != null && !draft.own().alerts().given().contains("off")) {
                known.addAll(AlertsParser.known(site.definitions()));
            }
        });
        if (sites.size() == drafts.size() && !known.isEmpty()) {
            plan.alerts().off().forEach((path, name) -> {
                if (!known.contains(name)) {
                    faults.limit(path, AlertsParser.unknown(name, known));
                }
            });
        }
    }

    private void noGoal(PlanLayer.Reference reference, String where, Set<String> goals) {
        faults.add(
                reference.path(),
                () -> "no goal " + Suggestions.quoted(reference.goal()) + where
                        + Suggestions.didYouMean(reference.goal(), goals));
    }
}
