package dev.cairn.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.access.Keys;
import dev.cairn.access.Scope;
import dev.cairn.domain.LinkLevel;
import dev.cairn.domain.VisitorKey;
import dev.cairn.domain.statistic.Overview;
import dev.cairn.plan.Plans;
import dev.cairn.plan.PutResult;
import dev.cairn.store.Items;
import dev.cairn.store.Json;
import dev.cairn.store.Rows;
import dev.cairn.store.Secrets;
import dev.cairn.store.Uniques;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.IntStream;

/** The site that all runs are about, and a month behind it, so that goals which look at averages can be met. */
final class Shop {
    static final String SITE = "shop";
    static final String ORIGIN = "https://shop.example";

    /** Local midnight of the first day. */
    static final Instant START = Instant.parse("2026-03-09T23:00:00Z");

    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-10");
    private static final int DAYS_BEFORE = 29;

    private static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"]}
            goals:
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 2}}}
            funnels:
              fast: {steps: [add_to_cart, purchase], window: 1d}
            """;

    static final Secrets SECRETS = new Secrets() {
        @Override
        public byte[] master() {
            return "a master secret of 32 bytes or so".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String adminKey() {
            return "ck_admin";
        }
    };

    private Shop() {}

    /** Puts the plan and the month before, the same in every store. */
    static void open(Items items, Clock clock) {
        PutResult put = new Plans(items, clock, Duration.ZERO).put(PLAN, "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalStateException(put.toString());
        }
        Rows rows = new Rows(items);
        Uniques known = Uniques.of(IntStream.range(0, 50)
                .mapToObj(number -> new VisitorKey(LinkLevel.DEVICE, "earlier" + number))
                .toList());
        JsonNode overview = Json.MAPPER.valueToTree(new Overview(100, 140, 700, 400, 140L * 60_000, 50, 70));
        for (int before = DAYS_BEFORE; before > 0; before--) {
            LocalDate day = FIRST_DAY.minusDays(before);
            rows.put(new Rows.Id(SITE, "overview", day), new Rows.Row(day, 1, 0, 1, overview));
            rows.put(new Rows.Id(SITE, "linkable", day), new Rows.Row(day, 1, 0, 1, Json.MAPPER.valueToTree(known)));
        }
    }

    /** A server key of the shop's, as its holder sends it. */
    static String serverKey(Items items, Clock clock) {
        return new Keys(items, SECRETS, clock, Duration.ZERO)
                .create(SITE, Set.of(Scope.EVENTS_WRITE), "importer", null)
                .secret();
    }

    /** Nothing of the month before is compared. */
    static boolean isCompared(LocalDate day) {
        return !day.isBefore(FIRST_DAY.minusDays(1));
    }
}
