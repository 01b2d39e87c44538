package dev.cairn.collect;

import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.goal.Goal;
import dev.cairn.domain.goal.Goal.Alternative;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.TimeZoneHistory;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sites of the tests. */
public final class Sites {
    private Sites() {}

    public static Site shop() {
        Goal purchase = new Goal(
                "purchase",
                GoalTier.MACRO,
                null,
                List.of(new Alternative(new EventMatch.Event(new Glob("purchase")), null)),
                CountingMethod.ORDER,
                true,
                null,
                false,
                null,
                false);
        return site(
                "shop",
                "Europe/Brussels",
                List.of(PAGE, "https://*.shop.example", "https://shop.example:8443"),
                Map.of("purchase", purchase, "purchase_by_server", byServer(purchase)));
    }

    private static Goal byServer(Goal goal) {
        return new Goal(
                goal.id() + "_by_server",
                goal.tier(),
                goal.kind(),
                goal.alternatives(),
                goal.count(),
                goal.valued(),
                goal.fixedValue(),
                goal.pixel(),
                goal.ads(),
                true);
    }

    private static final String PAGE = CollectFixture.PAGE;

    public static Site blog() {
        return site("blog", "UTC", List.of("https://blog.example", "null"), Map.of());
    }

    /** Has a goal for the pixel and one that the pixel cannot meet. */
    static Site mail() {
        return site(
                "mail",
                "UTC",
                List.of(),
                Map.of("email_opened", goal("email_opened", true), "offer_seen", goal("offer_*", false)));
    }

    private static Goal goal(String name, boolean pixel) {
        return new Goal(
                name,
                GoalTier.MICRO,
                MicroKind.SECONDARY,
                List.of(new Alternative(new EventMatch.Event(new Glob(name)), null)),
                CountingMethod.EVENT,
                false,
                null,
                pixel,
                null,
                false);
    }

    private static Site site(String id, String zone, List<String> origins, Map<String, Goal> goals) {
        return new Site(
                id,
                id,
                TimeZoneHistory.of(ZoneId.of(zone)),
                "EUR",
                origins,
                400,
                List.of("shop.example"),
                List.of("pay.example"),
                List.of("size"),
                List.of("10.0.0.0/8", "2001:db8:1::/48"),
                List.of(),
                goals,
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of());
    }
}
