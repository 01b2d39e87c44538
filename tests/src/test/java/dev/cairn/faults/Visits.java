package dev.cairn.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A few seeded days of the shop's requests: browsers with and without consent, some with a wrong clock, some crawlers;
 * imports with the server key, up to 48 hours late; orders reported by two senders, refunds, sign-ins; a fifth of the
 * bodies resent one to four times, some of these with changed events.
 */
final class Visits {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int EVENTS_A_PERSON = 25;
    private static final int MOST_EVENTS_A_BODY = 12;
    private static final String AGENT =
            "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/133.0.0.0 Safari/537.36";
    private static final String CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private static final List<String> NAMES = List.of(
            "page_view",
            "page_view",
            "page_view",
            "engagement",
            "engagement",
            "view_item",
            "add_to_cart",
            "begin_checkout",
            "purchase",
            "form_submit",
            "video_complete");

    private final Random random;
    private final int people;
    private final long spanMillis;
    private final String serverKey;
    private final List<Post> posts = new ArrayList<>();
    private int ids;

    private Visits(long seed, int events, int days, String serverKey) {
        this.random = new Random(seed);
        this.people = Math.max(20, events / EVENTS_A_PERSON);
        this.spanMillis = Duration.ofDays(days).toMillis();
        this.serverKey = serverKey;
    }

    /** At least this many events, including duplicates, in the order in which they are sent. */
    static List<Post> of(long seed, int events, int days, String serverKey) {
        Visits visits = new Visits(seed, events, days, serverKey);
        int sent = 0;
        while (sent < events) {
            sent += visits.visit();
        }
        visits.posts.sort(Comparator.comparingLong(Post::sentAt));
        return visits.posts;
    }

    /** Adds one body and its duplicates; returns their total number of events. */
    private int visit() {
        int person = (int) Math.abs(random.nextGaussian() * people / 2) % people;
        long begins = Shop.START.toEpochMilli() + (long) (random.nextDouble() * spanMillis);
        Post post = person % 5 == 0 ? imported(person, begins) : browsed(person, begins);
        posts.add(post);
        int sent = post.events();
        if (random.nextInt(5) == 0) {
            long later = post.sentAt();
            for (int repeat = 1 + random.nextInt(random.nextInt(4) + 1); repeat > 0; repeat--) {
                later += (long) (random.nextDouble() * 10 * HOUR_MILLIS);
                Post again = (random.nextInt(10) == 0 ? changed(post) : post).again(later);
                posts.add(again);
                sent += again.events();
            }
        }
        return sent;
    }

    private Post imported(int person, long begins) {
        boolean late = random.nextInt(2) == 0;
        ObjectNode body = body(begins, person, true);
        if (person % 3 != 0) {
            body.put("user", "user-" + person);
            body.putObject("consent").put("analytics", true);
        }
        long delay = 600_000L * MOST_EVENTS_A_BODY + (late ? (long) (random.nextDouble() * 48 * HOUR_MILLIS) : 0);
        Map<String, String> headers =
                Map.of("authorization", "Bearer " + serverKey, "content-type", "application/json");
        return new Post(
                begins + delay,
                null,
                body,
                headers,
                "192.0.2.7",
                body.path("events").size());
    }

    private Post browsed(int person, long begins) {
        ObjectNode body = body(begins, person, false);
        if (person % 3 != 0) {
            body.put("visitor", "device-" + person);
            body.putObject("consent").put("analytics", true);
            if (person % 7 == 0 && random.nextInt(3) == 0) {
                body.put("user", "user-" + (person - person % 2));
            }
        }
        Map<String, String> headers = Map.of(
                "origin",
                Shop.ORIGIN,
                "content-type",
                "text/plain",
                "user-agent",
                random.nextInt(40) == 0 ? CRAWLER : AGENT);
        long wrong = person % 11 == 0 ? Duration.ofMinutes(17).toMillis() : 0;
        String address = "203.0.113." + person % 250;
        return new Post(
                begins + 600_000L * MOST_EVENTS_A_BODY,
                -wrong,
                body,
                headers,
                address,
                body.path("events").size());
    }

    private ObjectNode body(long begins, int person, boolean server) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", Shop.SITE);
        body.putObject("context")
                .put("url", Shop.ORIGIN + "/" + (person % 2 == 0 ? "blog/" : "p/") + random.nextInt(9) + campaign())
                .put("referrer", random.nextInt(3) == 0 ? "https://www.google.com/" : null);
        ArrayNode events = body.putArray("events");
        long at = begins;
        for (int left = 1 + random.nextInt(MOST_EVENTS_A_BODY); left > 0; left--) {
            at += random.nextInt(600_000);
            event(events.addObject(), at, server);
        }
        if (random.nextInt(50) == 0) {
            events.addObject().put("id", "nameless-" + ids++);
        }
        return body;
    }

    private String campaign() {
        return random.nextInt(4) == 0 ? "?utm_source=news&utm_medium=email&utm_campaign=c" + random.nextInt(9) : "";
    }

    private void event(ObjectNode event, long at, boolean server) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        event.put("id", "event-" + ids++).put("name", name).put("at", at).put("seq", random.nextInt(5));
        switch (name) {
            case "engagement" ->
                event.putObject("props")
                        .put("engaged_ms", random.nextInt(60_000))
                        .put("scroll", random.nextInt(101))
                        .put("scrolled", random.nextBoolean());
            case "video_complete" ->
                event.putObject("props").put("video", "tour").put("percent", 90 + random.nextInt(11));
            case "form_submit" -> event.putObject("props").put("form", "newsletter");
            case "purchase" -> purchase(event, server);
            default -> event.putObject("props").put("sku", "" + random.nextInt(50));
        }
    }

    /** Some orders are reported by several senders, and some are returned. */
    private void purchase(ObjectNode event, boolean server) {
        boolean refund = server && random.nextInt(4) == 0;
        event.put("order_id", "order-" + random.nextInt(people));
        if (refund) {
            event.put("type", "refund");
        }
        if (!refund || random.nextBoolean()) {
            event.putObject("value")
                    .put("amount", random.nextInt(9_000) / 100 + ".50")
                    .put("currency", "EUR");
        }
    }

    private static Post changed(Post post) {
        ObjectNode body = post.body().deepCopy();
        ((ObjectNode) body.path("events").get(0)).put("seq", 9);
        return new Post(post.sentAt(), post.skew(), body, post.headers(), post.address(), post.events());
    }
}
