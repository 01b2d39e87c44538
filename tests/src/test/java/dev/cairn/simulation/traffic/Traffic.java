package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.simulation.traffic.VisitEvents.Happened;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The traffic of a run, generated from one seed: 20 % of the requests are resent up to five times, some of these with
 * different content; 20 % are sent long after their events; in addition, there are {@link Floods} of rejected ones.
 */
public final class Traffic {
    private static final int LATE_OF_100 = 20;
    private static final int DUPLICATED_OF_100 = 20;
    private static final int MOST_DUPLICATES = 5;
    /** One more visit must still fit into a body. */
    private static final int MOST_IMPORTED = 200;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Random random;
    private final Settings settings;
    private final Orders orders;
    private final List<Post> posts = new ArrayList<>();
    private int events;

    private Traffic(long seed, Settings settings) {
        this.random = new Random(seed);
        this.settings = settings;
        this.orders = new Orders(random);
    }

    /** A version of the plan and the time at which it is put. */
    public record PlanChange(Instant at, String source) {}

    /** In order of time. */
    public static List<Post> posts(long seed, Settings settings) {
        List<Post> posts = new ArrayList<>(new Traffic(seed, settings).made());
        posts.addAll(Floods.of(seed, settings));
        return Post.inOrder(posts);
    }

    /** The first is put before anything is sent. */
    public static List<PlanChange> plans(long seed, Settings settings) {
        Random random = new Random(seed);
        List<PlanChange> plans = new ArrayList<>();
        plans.add(new PlanChange(settings.begin(), Plans.version(1, settings.zone())));
        long span = Duration.ofDays(settings.days()).toMillis();
        for (int number = 2; number <= settings.plans(); number++) {
            long after = span * (number - 1) / settings.plans() + random.nextLong(span / settings.plans());
            plans.add(new PlanChange(settings.begin().plusMillis(after), Plans.version(number, settings.secondZone())));
        }
        return plans;
    }

    private List<Post> made() {
        List<Visitor> visitors = new Population(random, settings).of(settings.devices());
        while (events < settings.events()) {
            Visitor visitor = visitors.get(random.nextInt(visitors.size()));
            switch (random.nextInt(25)) {
                case 0 -> importHistory(visitors);
                case 1 -> nonsense(visitor);
                default -> visits(visitor, visitors);
            }
            orders.takeReports().forEach(report -> report(report, visitor));
        }
        return posts;
    }

    private long someTime() {
        long span = Duration.ofDays(settings.days()).toMillis();
        long at = settings.begin().toEpochMilli() + random.nextLong(span);
        if (random.nextInt(5) > 0) {
            return at;
        }
        long midnight = Instant.ofEpochMilli(at)
                .atZone(settings.zone())
                .toLocalDate()
                .atStartOfDay(settings.zone())
                .toInstant()
                .toEpochMilli();
        long near = random.nextBoolean()
                ? random.nextLong(-20 * MINUTE, 10 * MINUTE)
                : random.nextLong(-3 * MINUTE, MINUTE);
        return Math.max(settings.begin().toEpochMilli(), midnight + near);
    }

    /** Half of those who have another device use it at the same time. */
    private void visits(Visitor visitor, List<Visitor> visitors) {
        long begin = someTime();
        visit(visitor, begin);
        visitors.stream()
                .filter(other ->
                        other != visitor && other.user() != null && other.user().equals(visitor.user()))
                .findFirst()
                .filter(other -> random.nextBoolean())
                .ifPresent(other -> visit(other, begin + random.nextLong(MINUTE)));
    }

    private void visit(Visitor visitor, long begin) {
        List<Happened> happened = new VisitEvents(random, orders, begin, settings.steps()).events();
        for (int from = 0; from < happened.size(); ) {
            int to = Math.min(happened.size(), from + 1 + random.nextInt(12));
            fromBrowser(visitor, happened.subList(from, to));
            from = to;
        }
        events += happened.size();
    }

    private void fromBrowser(Visitor visitor, List<Happened> happened) {
        long last = happened.getLast().at();
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
        visitor.introduce(body, last, settings.identifying());
        body.putObject("context").put("webdriver", random.nextInt(60) == 0);
        ArrayNode array = body.putArray("events");
        if (visitor.device() != null && visitor.isKnownAt(last) && random.nextInt(4) == 0 && settings.identifying()) {
            ObjectNode identify = Json.MAPPER.createObjectNode().put("id", VisitEvents.id(random));
            array.add(identify.put("name", "identify").put("at", last + ahead(visitor)));
            events++;
        }
        happened.forEach(each -> array.add(each.event().put("at", each.at() + ahead(visitor))));
        boolean late = isLate();
        send(last + delay(late, 26 * HOUR), false, visitor, body, late);
    }

    private static long ahead(Visitor visitor) {
        return visitor.clockAhead() == null ? 0 : visitor.clockAhead();
    }

    private boolean isLate() {
        return random.nextInt(100) < LATE_OF_100;
    }

    private long delay(boolean late, long most) {
        return late ? random.nextLong(most) : random.nextInt(5_000);
    }

    /** The server's view of an order's visitor: the right one, a different one, or none. */
    private void report(Orders.Report report, Visitor visitor) {
        ObjectNode event = report.event().put("at", report.at());
        if (random.nextInt(3) > 0) {
            visitor.introduce(event, report.at(), settings.identifying());
        }
        events++;
        boolean late = isLate();
        serverSends(report.at() + delay(late, 48 * HOUR), late, List.of(event));
    }

    /** Past events of several people in one body. */
    private void importHistory(List<Visitor> visitors) {
        List<ObjectNode> imported = new ArrayList<>();
        long now = someTime();
        for (int visits = 1 + random.nextInt(20); visits > 0 && imported.size() < MOST_IMPORTED; visits--) {
            Visitor visitor = visitors.get(random.nextInt(visitors.size()));
            long past = now - random.nextLong(Duration.ofDays(settings.days()).toMillis());
            for (Happened each : new VisitEvents(random, orders, past, settings.steps()).events()) {
                ObjectNode event = each.event().put("at", each.at());
                visitor.introduce(event, each.at(), settings.identifying());
                if (!visitor.consents()) {
                    event.putObject("context").put("ip", visitor.address()).put("user_agent", visitor.agent());
                }
                imported.add(event);
            }
        }
        events += imported.size();
        serverSends(now + delay(isLate(), 48 * HOUR), true, imported);
    }

    private void serverSends(long due, boolean late, List<ObjectNode> toBeSent) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
        body.putArray("events").addAll(toBeSent);
        Post post = new Post(
                due, true, "192.0.2.1", Map.of(), null, body.toString(), toBeSent.size(), Post.Kind.FIRST, late);
        posts.add(post);
        again(post, body);
    }

    /** Invalid events next to a valid one. */
    private void nonsense(Visitor visitor) {
        long at = someTime();
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
        visitor.introduce(body, at, settings.identifying());
        ArrayNode array = body.putArray("events");
        array.addObject().put("id", VisitEvents.id(random)).put("at", at);
        array.addObject().put("id", "no id at all").put("name", "page_view").put("at", at);
        if (random.nextInt(3) > 0) {
            array.addObject()
                    .put("id", VisitEvents.id(random))
                    .put("name", "page_view")
                    .put("at", at + ahead(visitor));
        }
        events += array.size();
        send(at + random.nextInt(5_000), false, visitor, body, false);
    }

    private void send(long due, boolean server, Visitor visitor, ObjectNode body, boolean late) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("origin", "https://shop.example");
        headers.put("user-agent", visitor.agent());
        if (visitor.privacyControl()) {
            headers.put("sec-gpc", "1");
        }
        Post post = new Post(
                due,
                server,
                visitor.address(),
                headers,
                visitor.clockAhead(),
                body.toString(),
                body.path("events").size(),
                Post.Kind.FIRST,
                late);
        posts.add(post);
        again(post, body);
    }

    private void again(Post post, ObjectNode body) {
        if (random.nextInt(100) >= DUPLICATED_OF_100) {
            return;
        }
        for (int copies = 1 + random.nextInt(MOST_DUPLICATES); copies > 0; copies--) {
            long due = post.due() + (random.nextBoolean() ? random.nextInt(60_000) : random.nextLong(48 * HOUR));
            if (random.nextInt(6) == 0) {
                ObjectNode other = body.deepCopy();
                ObjectNode first = (ObjectNode) other.path("events").get(0);
                first.put("url", "https://shop.example/p/" + random.nextInt(3));
                if (random.nextBoolean()) {
                    first.put("at", first.path("at").asLong() - random.nextLong(20 * HOUR));
                }
                posts.add(withBody(post, other.toString()).again(due, Post.Kind.CONFLICTING));
            } else {
                posts.add(post.again(due, Post.Kind.DUPLICATE));
            }
        }
    }

    private static Post withBody(Post post, String body) {
        return new Post(
                post.due(),
                post.server(),
                post.address(),
                post.headers(),
                post.clockAhead(),
                body,
                post.events(),
                post.kind(),
                post.late());
    }
}
