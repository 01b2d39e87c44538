package dev.cairn.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Simulates one visit to the demo shop, page by page. */
final class DemoVisit {
    static final String SHOP = "https://lamps.example";

    private final DemoPerson person;
    private final Random random;
    private final DemoChannel channel;
    private final DemoOutage videoOutage;
    private final List<DemoEvent> events = new ArrayList<>();
    private long now;
    private String page = SHOP + "/";
    private @Nullable String referrer;
    private boolean landed;

    DemoVisit(DemoPerson person, Random random, long start, DemoOutage videoOutage) {
        this.person = person;
        this.random = random;
        this.videoOutage = videoOutage;
        this.now = start;
        this.channel = person.visits == 0 ? DemoChannel.any(random) : DemoChannel.ofReturning(random, person);
        this.referrer = channel.referrer();
        if (person.visits == 0 && channel == DemoChannel.LINKEDIN) {
            person.seeksJob = chance(0.85);
        }
    }

    /** Simulates the visit and returns its events in order. */
    List<DemoEvent> happen() {
        person.visits++;
        if (person.seeksJob) {
            lookForJob();
            return events;
        }
        land();
        if (chance(0.30 + 0.35 * person.interest)) {
            browseProducts();
        }
        if (person.cart != null && chance(0.35 + 0.4 * person.interest)) {
            checkOut(person.cart);
        }
        asides();
        return events;
    }

    private void lookForJob() {
        view("/jobs");
        int jobs = 1 + random.nextInt(4);
        for (int i = 0; i < jobs; i++) {
            view("/jobs/" + (chance(0.5) ? "lamp-designer" : "shop-assistant"));
            read(20, 120, 90);
        }
        if (chance(0.12)) {
            add("form_start").put("form", "application");
            wait(60, 400);
            add("form_submit").put("form", "application");
        }
    }

    private void land() {
        int kind = random.nextInt(100);
        if (kind < 34) {
            view("/");
        } else if (kind < 52) {
            view("/blog/" + (chance(0.5) ? "how-bright-is-bright" : "warm-or-cold-light"));
            read(30, 180, 90);
        } else if (kind < 70) {
            view("/lamps/" + (chance(0.6) ? "desk" : "floor"));
        } else {
            viewProduct(DemoProduct.any(random));
        }
    }

    private void browseProducts() {
        int products = 1 + random.nextInt(2);
        for (int i = 0; i < products; i++) {
            DemoProduct product = DemoProduct.any(random);
            viewProduct(product);
            if (chance(0.05)) {
                add("add_to_wishlist").put("sku", product.sku());
            }
            if (chance(0.08 + 0.42 * person.interest)) {
                add("add_to_cart").put("sku", product.sku()).put("price", product.price());
                person.cart = product;
            }
        }
    }

    private void viewProduct(DemoProduct product) {
        view("/p/" + product.sku());
        add("view_item").put("sku", product.sku()).put("price", product.price());
        if (product.video() && chance(0.30)) {
            watch("tour-" + product.sku());
        }
        if (chance(0.5)) {
            read(8, 90, 70);
        }
    }

    private void watch(String video) {
        if (videoOutage.holdsAt(now)) {
            add("video_error").put("video", video).put("code", "MEDIA_ERR_SRC_NOT_SUPPORTED");
            return;
        }
        add("video_start").put("video", video);
        wait(20, 40);
        if (chance(0.7)) {
            add("video_progress").put("video", video).put("percent", 50);
            wait(20, 40);
            if (chance(0.7)) {
                add("video_complete").put("video", video).put("percent", 100);
            }
        }
    }

    private void checkOut(DemoProduct product) {
        view("/checkout");
        add("begin_checkout").put("sku", product.sku());
        if (person.userId == null && chance(0.3)) {
            add("sign_up");
            person.userId = "customer-" + Integer.toUnsignedString(random.nextInt());
        }
        wait(40, 200);
        if (!chance(0.62)) {
            return;
        }
        BigDecimal amount = product.price().multiply(BigDecimal.valueOf(chance(0.15) ? 2 : 1));
        ObjectNode purchase = event("purchase");
        purchase.put("order_id", "D-" + HexFormat.of().toHexDigits(random.nextInt()));
        purchase.putObject("value").put("amount", amount.toPlainString()).put("currency", "EUR");
        purchase.putObject("props").put("sku", product.sku());
        if (chance(0.04)) {
            refund(purchase);
        }
        person.cart = null;
    }

    /** Sent by the shop's backend when a parcel is returned. */
    private void refund(ObjectNode purchase) {
        wait(600, 3600);
        ObjectNode refund = event("refund");
        refund.put("type", "refund");
        refund.set("order_id", purchase.path("order_id"));
    }

    private void asides() {
        if (!person.subscribed && chance(0.07)) {
            add("form_submit").put("form", "newsletter");
            person.subscribe();
        }
        if (chance(0.02)) {
            add("file_download").put("file", "light-planning-guide.pdf");
        }
        if (chance(0.02)) {
            add("outbound_click").put("host", "www.instagram.com");
        }
        if (chance(0.05)) {
            add("share").put("network", "pinterest");
        }
        if (chance(0.02)) {
            view("/quote");
            add("form_start").put("form", "quote");
            wait(40, 240);
            add(chance(0.45) ? "form_submit" : "form_error").put("form", "quote");
        }
    }

    private void view(String path) {
        if (landed) {
            wait(5, 70);
            referrer = page;
        }
        page = landed ? SHOP + path : channel.landing(SHOP + path, random);
        landed = true;
        add("page_view").put("load_ms", 250 + random.nextInt(1_800));
    }

    private void read(int atLeastSeconds, int atMostSeconds, int scroll) {
        long before = now;
        wait(atLeastSeconds, atMostSeconds);
        add("engagement")
                .put("engaged_ms", (now - before) * 8 / 10)
                .put("scroll", Math.min(100, random.nextInt(scroll) + 15))
                .put("scrolled", true);
    }

    private ObjectNode add(String name) {
        return event(name).putObject("props");
    }

    private ObjectNode event(String name) {
        now += 200 + random.nextInt(2_000);
        byte[] id = new byte[13];
        random.nextBytes(id);
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("id", HexFormat.of().formatHex(id))
                .put("name", name)
                .put("at", now)
                .put("seq", ++person.seq);
        ObjectNode context = event.putObject("context");
        context.put("url", page).put("ip", person.address).put("user_agent", person.agent);
        if (referrer != null) {
            context.put("referrer", referrer);
        }
        if (person.consents) {
            event.put("visitor", person.deviceId);
            event.putObject("consent").put("analytics", true).put("ads", person.consentsToAds);
            if (person.userId != null) {
                event.put("user", person.userId);
            }
        }
        events.add(new DemoEvent(now, event));
        return event;
    }

    private void wait(int atLeastSeconds, int atMostSeconds) {
        now += 1_000L * (atLeastSeconds + random.nextInt(atMostSeconds - atLeastSeconds));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
