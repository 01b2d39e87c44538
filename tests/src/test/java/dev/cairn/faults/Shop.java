package dev.cairn.faults;

import dev.cairn.access.KeyService;
import dev.cairn.access.Scope;
import dev.cairn.domain.visit.TaggingContext;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.plan.version.PutResult;
import dev.cairn.store.Dependencies;
import dev.cairn.store.EventStream;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Secrets;
import dev.cairn.store.Table;
import dev.cairn.store.memory.MemoryArchive;
import dev.cairn.telemetry.Telemetry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/** The site of all runs, with averages, so that goals that compare with them can be met. */
final class Shop {
    static final String SITE = "shop";
    static final String ORIGIN = "https://shop.example";

    /** Local midnight of the first day. */
    static final Instant START = Instant.parse("2026-03-09T23:00:00Z");

    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-03-10");
    private static final int DAYS = 10;

    static final String PLAN = """
            extends: default
            sites:
              shop: {name: Shop, time_zone: Europe/Brussels, currency: EUR, origins: ["https://shop.example"],
                     report_props: [sku, form]}
            goals:
              blog_read: {tier: micro, kind: secondary, match: {scroll_depth: {min: 50}, url: "/blog/*"}}
              regular: {tier: micro, kind: secondary, match: {visit_frequency: {min: 2}}}
            funnels:
              fast: {steps: [add_to_cart, purchase], window: 1d}
            audiences:
              left_cart: {did: add_to_cart, not: purchase, within: 2d}
            alerts:
              watch:
                cart_to_purchase: {of: add_to_cart, do: purchase}
            """;

    private static final Secrets SECRETS = new Secrets() {
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

    /** Puts the plan, and averages as after a month of traffic. */
    static void open(ItemStore items, Clock clock) {
        PutResult put = new PlanRepository(items, clock, Duration.ZERO).put(PLAN, "*", null);
        if (!(put instanceof PutResult.Stored)) {
            throw new IllegalStateException(put.toString());
        }
        String averages = Json.write(new TaggingContext.Averages(new BigDecimal("30000"), new BigDecimal("1.4")));
        for (int day = 0; day < DAYS; day++) {
            Item.Key key = new Item.Key(
                    Table.STATISTICS,
                    "averages#" + SITE,
                    FIRST_DAY.plusDays(day).toString());
            items.put(Item.first(key, averages, null));
        }
    }

    /** Without archived records: nothing here processes past data. */
    static Dependencies ports(ItemStore items, EventStream stream, Clock clock) {
        return new Dependencies(items, stream, new MemoryArchive(), SECRETS, clock, Telemetry.SILENT);
    }

    /** A server key of the shop, as its holder sends it. */
    static String serverKey(ItemStore items, Clock clock) {
        return new KeyService(items, SECRETS, clock, Duration.ZERO)
                .create(SITE, Set.of(Scope.EVENTS_WRITE), "importer", null)
                .secret();
    }
}
