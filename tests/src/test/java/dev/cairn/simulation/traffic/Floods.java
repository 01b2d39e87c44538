package dev.cairn.simulation.traffic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A broken script on a page: within seconds it sends more wholly rejected bodies than the collector puts on the stream
 * at once.
 */
final class Floods {
    private static final int MOST_FLOODS = 3;
    private static final int FEWEST_BODIES = 15;
    private static final int MORE_BODIES = 40;
    private static final int SPAN_MILLIS = 3_000;

    private final Random random;
    private final Settings settings;
    private final List<Post> posts = new ArrayList<>();

    private Floods(long seed, Settings settings) {
        this.random = new Random(~seed);
        this.settings = settings;
    }

    static List<Post> of(long seed, Settings settings) {
        Floods floods = new Floods(seed, settings);
        for (int left = floods.random.nextInt(MOST_FLOODS + 1); left > 0; left--) {
            floods.flood(floods.begin());
        }
        return floods.posts;
    }

    /** Half of them are around midnight: each count belongs to its day of receipt. */
    private long begin() {
        long begin = settings.begin().toEpochMilli()
                + random.nextLong(Duration.ofDays(settings.days()).toMillis());
        LocalDate day = Instant.ofEpochMilli(begin).atZone(settings.zone()).toLocalDate();
        long midnight =
                day.plusDays(1).atStartOfDay(settings.zone()).toInstant().toEpochMilli();
        return random.nextBoolean() ? begin : midnight - random.nextInt(SPAN_MILLIS);
    }

    private void flood(long begin) {
        for (int left = FEWEST_BODIES + random.nextInt(MORE_BODIES); left > 0; left--) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("site", "shop");
            ArrayNode events = body.putArray("events");
            for (int more = random.nextInt(4); more >= 0; more--) {
                broken(events.addObject());
            }
            posts.add(new Post(
                    begin + random.nextInt(SPAN_MILLIS),
                    false,
                    "198.51.100.99",
                    Map.of("origin", "https://shop.example", "user-agent", "Mozilla/5.0"),
                    null,
                    body.toString(),
                    events.size(),
                    Post.Kind.FIRST,
                    false));
        }
    }

    private void broken(ObjectNode event) {
        switch (random.nextInt(3)) {
            case 0 -> event.put("id", VisitEvents.id(random));
            case 1 -> event.put("name", "page_view");
            default ->
                event.put("id", VisitEvents.id(random)).put("name", "page_view").put("at", "today");
        }
    }
}
