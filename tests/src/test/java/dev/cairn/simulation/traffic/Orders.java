package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Orders, and the later reports of a shop's server: the correct amount, refunds. */
final class Orders {
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** A server's report on an order, and its time. */
    record Report(long at, ObjectNode event) {}

    private final Random random;
    private final List<Report> reports = new ArrayList<>();
    private @Nullable String before;

    Orders(Random random) {
        this.random = random;
    }

    /** Gives a purchase its order id, occasionally one that was used before, or none. */
    void placed(ObjectNode purchase, long at, int cents) {
        int dice = random.nextInt(12);
        if (dice == 0) {
            return;
        }
        String order = before != null && dice == 1 ? before : "order " + Long.toString(random.nextLong(1L << 40), 36);
        purchase.put("order_id", order);
        before = order;
        if (random.nextInt(3) == 0) {
            ObjectNode confirmed = event("purchase", order);
            VisitEvents.money(confirmed, cents + random.nextInt(300));
            reports.add(new Report(at + random.nextLong(-60_000, DAY), confirmed));
        }
        if (random.nextInt(6) == 0) {
            refund(order, at, cents);
        }
    }

    private void refund(String order, long at, int cents) {
        int parts = 1 + random.nextInt(2);
        for (int i = 0; i < parts; i++) {
            ObjectNode refund = event("refund", order).put("type", "refund");
            if (random.nextInt(3) > 0) {
                VisitEvents.money(refund, Math.max(1, cents / (1 + random.nextInt(3))), cents % 7 == 0 ? "USD" : "EUR");
            }
            reports.add(new Report(at + random.nextLong(-3_600_000, 3 * DAY), refund));
        }
    }

    private ObjectNode event(String name, String order) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", VisitEvents.id(random))
                .put("name", name)
                .put("order_id", order);
    }

    /** Returns and clears the pending reports of the site's server. */
    List<Report> takeReports() {
        List<Report> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }
}
