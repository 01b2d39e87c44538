package dev.cairn.plan;

import dev.cairn.domain.Funnel;
import dev.cairn.domain.Goal;
import java.time.ZoneId;
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

/** Puts a site together: its own block over the plan. What many sites have in common is compiled once. */
final class SiteReader {
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
            "key_pages");
    private static final Set<String> KEYS =
            Stream.concat(OWN_KEYS.stream(), Level.SECTIONS.stream()).collect(Collectors.toUnmodifiableSet());
    private static final String NO_CURRENCY = "XXX";

    /** A site's block as read, before the plan's definitions are put under it. */
    record Draft(Block.Named named, Block block, Level own) {
        static Draft read(Block.Named named) {
            Block block = named.open(KEYS);
            return new Draft(named, block, Level.read(block));
        }
    }

    private final Level plan;
    private final Map<String, Funnel> funnels;
    private final Map<String, Target> targets;
    private final Map<String, Audience> audiences;
    private final Set<String> hiddenGoals;
    private final Map<GoalReader.Traits, Map<String, Goal>> goals = new HashMap<>();

    SiteReader(Level plan) {
        this.plan = plan;
        this.funnels = Level.values(plan.funnels());
        this.targets = Level.values(plan.targets());
        this.audiences = Level.values(plan.audiences());
        this.hiddenGoals = lookingAtKeyPages(plan.goals());
    }

    /** Null when the site has faults of its own; they are noted. */
    @Nullable
    Site site(Draft draft, Faults faults) {
        int faultsBefore = faults.count();
        Block block = draft.block();
        String currency = currency(block);
        ZoneId zone = zone(block);
        int retentionDays = Objects.requireNonNullElse(
                block.whole("retention_days", 1, MAX_RETENTION_DAYS), DEFAULT_RETENTION_DAYS);
        List<String> origins = block.texts("origins", Origins::origin);
        List<String> keyPages = block.texts("key_pages", MatchReader::urlGlob);
        GoalReader.Traits traits = new GoalReader.Traits(Objects.requireNonNullElse(currency, NO_CURRENCY), keyPages);
        Map<String, Goal> ownGoals = read(draft.own().goals(), new GoalReader(traits));
        checkWindows(draft, retentionDays, faults);
        Site site = new Site(
                draft.named().id(),
                Objects.requireNonNullElse(block.text("name"), draft.named().id()),
                Zones.of(Objects.requireNonNullElse(zone, ZoneId.of("UTC"))),
                traits.currency(),
                origins,
                retentionDays,
                ownHosts(block, origins),
                block.texts("payment_hosts", Origins::host),
                block.texts("keep_query", Block.Place::text),
                block.texts("internal", Networks::block),
                keyPages,
                over(goals.computeIfAbsent(traits, each -> read(plan.goals(), new GoalReader(each))), ownGoals),
                ownFirst(funnels, Level.values(draft.own().funnels())),
                over(targets, Level.values(draft.own().targets())),
                over(audiences, Level.values(draft.own().audiences())),
                keyPages.isEmpty() ? hidden(draft.own()) : Set.of());
        return faults.count() > faultsBefore ? null : site;
    }

    private static @Nullable String currency(Block block) {
        block.require("currency", "an ISO 4217 code, such as EUR");
        String code = block.text("currency");
        if (code != null) {
            Currencies.check(code, block.under("currency"), block.faults());
        }
        return code;
    }

    private static @Nullable ZoneId zone(Block block) {
        block.require("time_zone", "an IANA time zone, such as Europe/Brussels or UTC");
        String id = block.text("time_zone");
        if (id == null || ZoneId.getAvailableZoneIds().contains(id)) {
            return id == null ? null : ZoneId.of(id);
        }
        block.fault(
                "time_zone",
                Names.quoted(id) + " is no IANA time zone" + Names.didYouMean(id, ZoneId.getAvailableZoneIds())
                        + "; write its name, such as Europe/Brussels or UTC");
        return null;
    }

    private static List<String> ownHosts(Block block, List<String> origins) {
        return block.has("own_hosts")
                ? block.texts("own_hosts", Origins::host)
                : origins.stream()
                        .map(Origins::hostOf)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
    }

    private void checkWindows(Draft draft, int retentionDays, Faults faults) {
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
                        Names.under(located.path(), "window"),
                        window + " is longer than site " + draft.named().id() + " keeps its events, " + retentionDays
                                + "d (retention_days)");
            }
        });
    }

    private Set<String> hidden(Level own) {
        Set<String> hidden = new LinkedHashSet<>(hiddenGoals);
        hidden.removeAll(own.goals().keySet());
        hidden.addAll(lookingAtKeyPages(own.goals()));
        return Set.copyOf(hidden);
    }

    private static Set<String> lookingAtKeyPages(Map<String, Block.Named> goals) {
        return goals.values().stream()
                .filter(goal -> GoalReader.looksAtKeyPages(goal.node()))
                .map(Block.Named::id)
                .collect(Collectors.toSet());
    }

    private static Map<String, Goal> read(Map<String, Block.Named> goals, GoalReader reader) {
        Map<String, Goal> read = new LinkedHashMap<>();
        goals.forEach((id, named) -> {
            Goal goal = reader.read(named);
            if (goal != null) {
                read.put(id, goal);
            }
        });
        return read;
    }

    /** In the order in which they are shown: what a site defines itself matters more to it than what ships. */
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
