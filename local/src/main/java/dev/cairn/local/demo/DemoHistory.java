package dev.cairn.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates 120 days of a growing lamp shop, plus today so far. There are about 100 visits a day at first and 170 at
 * the end, with fewer at weekends, a daily pattern, visitors who return after days or weeks, partial consent and
 * crawlers. It tells stories that the statistics should show:
 *
 * <ul>
 *   <li>newsletter subscribers buy more often afterwards,
 *   <li>sharing a page is unrelated to buying,
 *   <li>most visitors from LinkedIn are looking for a job and never buy,
 *   <li>carts are abandoned, and some are recovered, often by an email,
 *   <li>from a Tuesday afternoon until the next morning no video starts,
 *   <li>orders do not grow as fast as planned ({@link Demo}'s target).
 * </ul>
 *
 * The same seed, first day and time zone always give the same history.
 */
final class DemoHistory {
    static final int DAYS_BEFORE_TODAY = 120;

    /** Days simulated before the first one, so that the first day already has returning visitors. */
    private static final int WARM_UP_DAYS = 21;

    private static final int NEWCOMERS_AT_FIRST = 45;
    private static final int NEWCOMERS_IN_THE_END = 70;
    private static final int CRAWLERS = 5;

    /** The videos broke on the last Tuesday that was at least this many days before today. */
    private static final int DAYS_BACK_OF_THE_BROKEN_VIDEOS = 2;

    private static final LocalTime VIDEOS_BREAK = LocalTime.of(14, 10);
    private static final LocalTime VIDEOS_ARE_MENDED = LocalTime.of(10, 40);

    /** Traffic relative to an average day, Monday first. */
    private static final double[] WEEKDAY = {1.08, 1.10, 1.05, 1.04, 0.95, 0.82, 0.96};

    /** Relative number of visits starting in each hour of the day. */
    private static final int[] HOUR = {
        14, 8, 5, 4, 4, 7, 16, 28, 38, 46, 50, 52, 56, 54, 48, 46, 48, 54, 62, 74, 82, 78, 56, 30
    };

    private static final int HOURS_SUM = sum(HOUR);

    private final ZoneId zone;
    private final LocalDate firstDay;
    private final Random random;
    private final Map<LocalDate, List<DemoPerson>> returning = new HashMap<>();
    private final List<DemoEvent> overMidnight = new ArrayList<>();
    private LocalDate next;

    DemoHistory(long seed, LocalDate firstDay, ZoneId zone) {
        this.zone = zone;
        this.firstDay = firstDay;
        this.random = new Random(seed);
        this.next = firstDay.minusDays(WARM_UP_DAYS);
        while (next.isBefore(firstDay)) {
            nextDay();
        }
        overMidnight.clear();
    }

    /** The video outage: from a Tuesday to the following Wednesday. */
    DemoOutage videoOutage() {
        LocalDate tuesday = firstDay.plusDays(DAYS_BEFORE_TODAY - DAYS_BACK_OF_THE_BROKEN_VIDEOS)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.TUESDAY));
        return new DemoOutage(
                tuesday.atTime(VIDEOS_BREAK).atZone(zone).toInstant(),
                tuesday.plusDays(1).atTime(VIDEOS_ARE_MENDED).atZone(zone).toInstant());
    }

    /** The next day's events, ordered by time. */
    List<DemoEvent> nextDay() {
        LocalDate day = next;
        next = day.plusDays(1);
        List<DemoEvent> events = new ArrayList<>(overMidnight);
        overMidnight.clear();
        List<DemoPerson> people = new ArrayList<>(returning.getOrDefault(day, List.of()));
        returning.remove(day);
        double share = WEEKDAY[day.getDayOfWeek().getValue() - 1] * (0.93 + 0.14 * random.nextDouble());
        for (int i = 0; i < newcomers(day) * share; i++) {
            people.add(new DemoPerson(random));
        }
        for (DemoPerson person : people) {
            events.addAll(new DemoVisit(person, random, start(day), videoOutage()).happen());
            comeBack(person, day);
        }
        for (int i = 0; i < CRAWLERS; i++) {
            events.add(crawl(start(day)));
        }
        return untilMidnight(events, next.atStartOfDay(zone).toInstant());
    }

    private double newcomers(LocalDate day) {
        double elapsed = (double) Math.max(0, ChronoUnit.DAYS.between(firstDay, day)) / DAYS_BEFORE_TODAY;
        return NEWCOMERS_AT_FIRST + elapsed * (NEWCOMERS_IN_THE_END - NEWCOMERS_AT_FIRST);
    }

    private List<DemoEvent> untilMidnight(List<DemoEvent> events, Instant midnight) {
        events.sort(Comparator.comparingLong(DemoEvent::at));
        int end = events.size();
        while (end > 0 && events.get(end - 1).at() >= midnight.toEpochMilli()) {
            end--;
        }
        overMidnight.addAll(events.subList(end, events.size()));
        return List.copyOf(events.subList(0, end));
    }

    private long start(LocalDate day) {
        int ticket = random.nextInt(HOURS_SUM);
        int hour = 0;
        while (ticket >= HOUR[hour]) {
            ticket -= HOUR[hour++];
        }
        return day.atTime(hour, random.nextInt(60), random.nextInt(60))
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    private void comeBack(DemoPerson person, LocalDate day) {
        if (random.nextDouble() < 0.28 + 0.3 * person.interest + (person.cart == null ? 0 : 0.15)) {
            int lag = random.nextInt(100) < 55 ? 1 + random.nextInt(6) : 7 + random.nextInt(15);
            returning
                    .computeIfAbsent(day.plusDays(lag), unseen -> new ArrayList<>())
                    .add(person);
        }
    }

    private DemoEvent crawl(long at) {
        byte[] id = new byte[13];
        random.nextBytes(id);
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("id", HexFormat.of().formatHex(id)).put("name", "page_view").put("at", at);
        event.putObject("context")
                .put("url", DemoVisit.SHOP + "/p/" + DemoProduct.any(random).sku())
                .put("ip", "192.0.2.250")
                .put("user_agent", DemoDevice.CRAWLER);
        return new DemoEvent(at, event);
    }

    private static int sum(int[] numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }
}
