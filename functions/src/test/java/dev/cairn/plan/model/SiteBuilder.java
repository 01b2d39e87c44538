package dev.cairn.plan.model;

import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.GoalBuilder;
import dev.cairn.domain.person.ExclusionRules;
import dev.cairn.domain.visit.VisitRules;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds sites for tests: in UTC and euros, with the default retention and nothing defined until told otherwise. */
public final class SiteBuilder {
    private static final int RETENTION_DAYS = 400;

    private final String id;
    private final Map<String, Goal> goals = new LinkedHashMap<>();
    private String zone = "UTC";
    private List<String> origins = List.of();
    private List<String> keepQuery = List.of();
    private List<String> internal = List.of();
    private VisitRules visits = new VisitRules(List.of(), List.of());

    private SiteBuilder(String id) {
        this.id = id;
    }

    public static SiteBuilder site(String id) {
        return new SiteBuilder(id);
    }

    public SiteBuilder zone(String timeZone) {
        zone = timeZone;
        return this;
    }

    public SiteBuilder origins(String... listed) {
        origins = List.of(listed);
        return this;
    }

    public SiteBuilder keepQuery(String... parameters) {
        keepQuery = List.of(parameters);
        return this;
    }

    public SiteBuilder internal(String... blocks) {
        internal = List.of(blocks);
        return this;
    }

    public SiteBuilder visits(VisitRules rules) {
        visits = rules;
        return this;
    }

    public SiteBuilder goal(GoalBuilder goal) {
        Goal built = goal.build();
        goals.put(built.id(), built);
        return this;
    }

    public Site build() {
        return new Site(
                id,
                id,
                TimeZoneHistory.of(ZoneId.of(zone)),
                "EUR",
                RETENTION_DAYS,
                new CollectRules(Set.copyOf(origins), keepQuery, Set.copyOf(internal), IdentityProof.ANY, List.of()),
                visits,
                new Definitions(
                        List.of(),
                        Map.copyOf(goals),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Display.PLAIN,
                        ExclusionRules.NONE,
                        Notifications.NONE));
    }
}
