package dev.cairn.browser.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The site of one test, with the HTTP API's figures after everything sent has been counted. */
public final class Site {
    private static final int LATE_MORNING = 11;

    private final Cairn cairn;
    private final String id;

    Site(Cairn cairn, String id) {
        this.cairn = cairn;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Allows further origins to send. */
    public void allow(List<String> origins) {
        cairn.allow(id, origins);
    }

    /** The range's conversions by goal. */
    public Map<String, Integer> goals() {
        return counts(read("goals"), "total", "goal", "conversions");
    }

    /** The number of stored events by name. */
    public Map<String, Integer> events() {
        Map<String, Integer> events = counts(read("events"), "rows", "name", "count");
        events.remove("null"); // a day without events has a row without a name
        return events;
    }

    /** Totals of the range: visitors, visits, events, page_views, engaged_seconds, linkable_share. */
    public JsonNode overview() {
        return read("overview").path("total");
    }

    /** Totals of the range: received, accepted, stored, duplicates, bots, rejected. */
    public JsonNode health() {
        return read("health").path("total");
    }

    public JsonNode funnel(String funnel) {
        return read("funnels/" + funnel).path("total");
    }

    /** Waits until an event with the name is stored. By then, the page's earlier events are stored, too. */
    public Map<String, Integer> awaitEvent(String name) {
        return Waiting.until("an event " + name + " of " + id, this::events, events -> events.containsKey(name));
    }

    /** Waits until the goal has that many conversions. */
    public Map<String, Integer> awaitGoal(String goal, int conversions) {
        return Waiting.until(
                conversions + " of " + goal, this::goals, goals -> goals.getOrDefault(goal, 0) >= conversions);
    }

    /** Any resource of this site, after a new run. */
    public JsonNode read(String resource) {
        cairn.aggregate();
        return cairn.get("/v1/sites/" + id + "/" + resource);
    }

    static ZoneId zoneOfLateMorning(Clock clock) {
        int hours = LATE_MORNING - clock.instant().atZone(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (hours == 0 ? "" : hours > 0 ? "-" + hours : "+" + -hours));
    }

    /** The site's today, which is in its own time zone. */
    public static LocalDate today() {
        return LocalDate.now(zoneOfLateMorning(Clock.systemUTC()));
    }

    private static Map<String, Integer> counts(JsonNode answer, String list, String name, String count) {
        Map<String, Integer> counts = new TreeMap<>();
        answer.path(list)
                .forEach(row ->
                        counts.merge(row.path(name).asText(), row.path(count).asInt(), Integer::sum));
        return counts;
    }
}
