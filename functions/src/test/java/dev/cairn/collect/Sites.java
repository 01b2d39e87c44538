package dev.cairn.collect;

import dev.cairn.domain.goal.CountingMethod;
import dev.cairn.domain.goal.GoalBuilder;
import dev.cairn.domain.goal.GoalValue;
import dev.cairn.domain.goal.Senders;
import dev.cairn.domain.visit.VisitRules;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.model.SiteBuilder;
import java.util.List;

/** The sites of the tests. */
public final class Sites {
    private Sites() {}

    public static Site shop() {
        return site("shop")
                .zone("Europe/Brussels")
                .origins(PAGE, "https://*.shop.example", "https://shop.example:8443")
                .goal(purchase("purchase"))
                .goal(purchase("purchase_by_server").senders(Senders.SERVERS_ONLY))
                .build();
    }

    private static GoalBuilder purchase(String id) {
        return GoalBuilder.goal(id)
                .macro()
                .event("purchase")
                .count(CountingMethod.ORDER)
                .value(GoalValue.OF_THE_EVENT);
    }

    private static final String PAGE = CollectFixture.PAGE;

    public static Site blog() {
        return site("blog").origins("https://blog.example", "null").build();
    }

    /** Has a goal for the pixel and one that the pixel cannot meet. */
    static Site mail() {
        return site("mail")
                .goal(GoalBuilder.goal("email_opened").event("email_opened").senders(Senders.PIXEL_TOO))
                .goal(GoalBuilder.goal("offer_seen").event("offer_*"))
                .build();
    }

    private static SiteBuilder site(String id) {
        return SiteBuilder.site(id)
                .visits(new VisitRules(List.of("shop.example"), List.of("pay.example")))
                .keepQuery("size")
                .internal("10.0.0.0/8", "2001:db8:1:0:0:0:0:0/48");
    }
}
