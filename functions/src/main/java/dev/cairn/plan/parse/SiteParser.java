package dev.cairn.plan.parse;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.domain.goal.AdsAction;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.visit.VisitRules;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.CollectRules;
import dev.cairn.plan.model.Definitions;
import dev.cairn.plan.model.DigestSchedule;
import dev.cairn.plan.model.Display;
import dev.cairn.plan.model.IdentityProof;
import dev.cairn.plan.model.Language;
import dev.cairn.plan.model.Notifications;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.Target;
import dev.cairn.plan.model.TimeZoneHistory;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds a site from its block and the plan. Definitions that sites share are compiled once. */
final class SiteParser {
    static final int DEFAULT_RETENTION_DAYS = 400;
    static final int MAX_RETENTION_DAYS = 3_650;

    private static final Set<String> OWN_KEYS = Set.of(
            "name",
            "time_zone",
            "currency",
            "origins",
            "retention_days",
            "own_hosts",
            "payment_hosts",
            "keep_query",
            "internal",
            "key_pages",
            "exclude",
            "identity",
            "digest",
            "language",
            "report_props");
    private static final Set<String> KEYS = Stream.of(OWN_KEYS, DisplayParser.KEYS, PlanLayer.SECTIONS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    private static final Map<String, IdentityProof> IDENTITY =
            Map.of("any", IdentityProof.ANY, "signed", IdentityProof.SIGNED, "server", IdentityProof.SERVER);
    private static final Map<String, DigestSchedule> DIGESTS = Map.of(
            "none", DigestSchedule.NONE,
            "daily", DigestSchedule.DAILY,
            "weekly", DigestSchedule.WEEKLY,
            "both", DigestSchedule.BOTH);
    private static final String NO_CURRENCY = "XXX";
    private static final int PROPERTY_KEY_CHARACTERS = 64;

    /** A site's block as parsed, before it is merged with the plan's definitions. */
    record Draft(MappingReader.Named named, MappingReader block, PlanLayer own) {
        static Draft read(MappingReader.Named named) {
            MappingReader block = named.open(KEYS);
            return new Draft(named, block, PlanLayer.read(block));
        }
    }

    private final PlanLayer plan;
    private final Map<String, Funnel> funnels;
    private final Map<String, Target> targets;
    private final Map<String, Audience> audiences;
    private final Set<String> hiddenGoals;
    private final Map<GoalParser.Traits, Map<String, Goal>> goals = new HashMap<>();

    SiteParser(PlanLayer plan) {
        this.plan = plan;
        this.funnels = PlanLayer.values(plan.funnels());
        this.targets = PlanLayer.values(plan.targets());
        this.audiences = PlanLayer.values(plan.audiences());
        this.hiddenGoals = lookingAtKeyPages(plan.goals());
    }

    /** Returns null and reports why if the site has errors of its own. */
    @Nullable
    Site site(Draft draft, PlanErrors faults) {
        int faultsBefore = faults.count();
        MappingReader block = draft.block();
        String currency = currency(block);
        ZoneId zone = zone(block);
        int retentionDays = Objects.requireNonNullElse(
                block.whole("retention_days", 1, MAX_RETENTION_DAYS), DEFAULT_RETENTION_DAYS);
        List<String> origins = block.texts("origins", OriginPatterns::origin);
        List<String> keyPages = block.texts("key_pages", MatchParser::urlGlob);
        GoalParser.Traits traits = new GoalParser.Traits(Objects.requireNonNullElse(currency, NO_CURRENCY), keyPages);
        Map<String, Goal> ownGoals = read(draft.own().goals(), new GoalParser(traits));
        checkWindows(draft, retentionDays, faults);
        checkLimits(draft);
        String name =
                Objects.requireNonNullElse(block.text("name"), draft.named().id());
        VisitRules visits =
                new VisitRules(ownHosts(block, origins), block.texts("payment_hosts", OriginPatterns::host));
        CollectRules collect = new CollectRules(
                inOrder(origins),
                block.texts("keep_query", MappingReader.Place::text),
                inOrder(block.texts("internal", CidrBlocks::block)),
                Objects.requireNonNullElse(block.word("identity", IDENTITY), IdentityProof.ANY),
                block.texts("report_props", SiteParser::propertyKey));
        Definitions definitions = definitions(draft, traits, ownGoals);
        PlanLimits.conditions(definitions.goals().values(), block.path(), faults);
        checkOff(draft, definitions, faults);
        checkAdsNames(definitions.goals().values(), block.path(), faults);
        Site site = new Site(
                draft.named().id(),
                name,
                TimeZoneHistory.of(Objects.requireNonNullElse(zone, ZoneId.of("UTC"))),
                traits.currency(),
                retentionDays,
                collect,
                visits,
                definitions);
        return faults.count() > faultsBefore ? null : site;
    }

    /** An ad platform distinguishes conversions by the name of their action (N9.4). */
    private static void checkAdsNames(Collection<Goal> goals, String path, PlanErrors faults) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Goal goal : goals) {
            AdsAction action = goal.ads();
            String other = action == null ? null : named.putIfAbsent(action.name(), goal.id());
            if (action != null && other != null) {
                faults.add(
                        path,
                        "the goals " + other + " and " + goal.id() + " have the same name for ads, "
                                + Suggestions.quoted(action.name()) + "; give one of them another ads.name");
            }
        }
    }

    /** Checks that a goal or series that is turned off exists; otherwise a typo would go unnoticed. */
    private static void checkOff(Draft draft, Definitions definitions, PlanErrors faults) {
        Set<String> known = AlertsParser.known(definitions);
        draft.own().alerts().off().forEach((path, name) -> {
            if (!known.contains(name)) {
                faults.limit(path, AlertsParser.unknown(name, known));
            }
        });
    }

    private Definitions definitions(Draft draft, GoalParser.Traits traits, Map<String, Goal> ownGoals) {
        PlanLayer own = draft.own();
        return new Definitions(
                traits.keyPages(),
                over(goals.computeIfAbsent(traits, each -> read(plan.goals(), new GoalParser(each))), ownGoals),
                ownFirst(funnels, PlanLayer.values(own.funnels())),
                over(targets, PlanLayer.values(own.targets())),
                over(audiences, PlanLayer.values(own.audiences())),
                new Display(
                        traits.keyPages().isEmpty() ? hidden(own) : Set.of(),
                        own.labelsOver(plan),
                        DisplayParser.notes(draft.block()),
                        DisplayParser.access(draft.block())),
                ExclusionParser.read(draft.block()),
                new Notifications(
                        Objects.requireNonNullElse(draft.block().word("digest", DIGESTS), DigestSchedule.NONE),
                        own.alerts().over(plan.alerts()).alerts(),
                        Objects.requireNonNullElse(
                                draft.block().word("language", Language.byCode()), Language.ENGLISH)));
    }

    private static Set<String> inOrder(List<String> texts) {
        return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    }

    private void checkLimits(Draft draft) {
        MappingReader block = draft.block();
        PlanLimits.block(draft.named().node(), block.path(), block.faults());
        PlanLimits.site(draft.own(), plan, block);
        PlanLimits.items(block, "origins", PlanLimits.ORIGINS);
        PlanLimits.items(block, "internal", PlanLimits.NETWORKS);
        PlanLimits.items(block, "key_pages", PlanLimits.KEY_PAGES);
        PlanLimits.items(block, "report_props", PlanLimits.REPORT_PROPS);
    }

    /** Reads a property key. Returns null and reports why if no event can have such a key. */
    private static @Nullable String propertyKey(MappingReader.Place place) {
        if (place.text().isEmpty() || place.text().length() > PROPERTY_KEY_CHARACTERS) {
            place.fault("is not the key of a property; a key has 1 to " + PROPERTY_KEY_CHARACTERS + " characters");
            return null;
        }
        return place.text();
    }

    private static @Nullable String currency(MappingReader block) {
        block.require("currency", "an ISO 4217 code, such as EUR");
        String code = block.text("currency");
        if (code != null) {
            Currencies.check(code, block.under("currency"), block.faults());
        }
        return code;
    }

    private static @Nullable ZoneId zone(MappingReader block) {
        block.require("time_zone", "an IANA time zone, such as Europe/Brussels or UTC");
        String id = block.text("time_zone");
        if (id == null || ZoneId.getAvailableZoneIds().contains(id)) {
            return id == null ? null : ZoneId.of(id);
        }
        block.fault(
                "time_zone",
                Suggestions.quoted(id) + " is not an IANA time zone"
                        + Suggestions.didYouMean(id, ZoneId.getAvailableZoneIds())
                        + "; use a name such as Europe/Brussels or UTC");
        return null;
    }

    private static List<String> ownHosts(MappingReader block, List<String> origins) {
        return block.has("own_hosts")
                ? block.texts("own_hosts", OriginPatterns::host)
                : origins.stream()
                        .map(OriginPatterns::hostOf)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
    }

    private void checkWindows(Draft draft, int retentionDays, PlanErrors faults) {
        draft.own().over(plan).funnels().forEach((id, located) -> {
            Funnel funnel = located.value();
            if (funnel == null || funnel.windowMillis() <= retentionDays * Durations.DAY) {
                return;
            }
            String window = Durations.text(funnel.windowMillis());
            if (DefaultPlan.ships(id, located)) {
                draft.block().fault("retention_days", "is shorter than the window of funnel " + id + ", " + window);
            } else {
                faults.add(
                        Suggestions.under(located.path(), "window"),
                        window + " is longer than the retention of site "
                                + draft.named().id() + ", " + retentionDays + "d (retention_days)");
            }
        });
    }

    private Set<String> hidden(PlanLayer own) {
        Set<String> hidden = new LinkedHashSet<>(hiddenGoals);
        hidden.removeAll(own.goals().keySet());
        hidden.addAll(lookingAtKeyPages(own.goals()));
        return Set.copyOf(hidden);
    }

    private static Set<String> lookingAtKeyPages(Map<String, MappingReader.Named> goals) {
        return goals.values().stream()
                .filter(goal -> GoalParser.looksAtKeyPages(goal.node()))
                .map(MappingReader.Named::id)
                .collect(Collectors.toSet());
    }

    private static Map<String, Goal> read(Map<String, MappingReader.Named> goals, GoalParser reader) {
        Map<String, Goal> read = new LinkedHashMap<>();
        goals.forEach((id, named) -> {
            Goal goal = reader.read(named);
            if (goal != null) {
                read.put(id, goal);
            }
        });
        return read;
    }

    /** Puts a site's own funnels first, because they matter more to it than the default ones. */
    private static <T> Map<String, T> ownFirst(Map<String, T> plan, Map<String, T> own) {
        Map<String, T> ordered = new LinkedHashMap<>(own);
        plan.forEach(ordered::putIfAbsent);
        return java.util.Collections.unmodifiableMap(ordered);
    }

    private static <T> Map<String, T> over(Map<String, T> plan, Map<String, T> own) {
        if (own.isEmpty()) {
            return plan;
        }
        Map<String, T> merged = new LinkedHashMap<>(plan);
        merged.putAll(own);
        return java.util.Collections.unmodifiableMap(merged);
    }
}
