package dev.cairn.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Determines the number of events per request. The shop's file has one event per line; events that a script with a
 * short delay would have sent together are combined here.
 *
 * <p>A visitor of this shop has 1.3 events in four days, so even the longest delay combines at most 1.21 events per
 * request. To get more, consecutive visitors are merged into one: the same events at the same times, from fewer and
 * busier visitors. Robots are merged only with robots.
 */
enum Beacons {
    /** Combines a visitor's events that are at most 30 seconds apart: 1.06 on average. */
    AS_THEY_COME(1.06, Duration.ofSeconds(30), false),
    /** Holds events back until there are 10, or until 30 minutes pass without one. */
    HELD(2.5, Duration.ofMinutes(30), true),
    HELD_LONG(4, Duration.ofMinutes(30), true);

    private static final int MOST_EVENTS = 10;
    private static final double MOST_MERGED = 50;
    private static final int HALVINGS = 20;

    private final double eventsABeacon;
    private final Duration longestGap;
    private final boolean merged;

    Beacons(double eventsABeacon, Duration longestGap, boolean merged) {
        this.eventsABeacon = eventsABeacon;
        this.longestGap = longestGap;
        this.merged = merged;
    }

    static Optional<Beacons> of(String eventsABeacon) {
        return Stream.of(values())
                .filter(each -> each.toString().equals(eventsABeacon))
                .findFirst();
    }

    double eventsABeacon() {
        return eventsABeacon;
    }

    /** Takes events ordered by time; returns requests in the order in which they are sent. */
    List<Beacon> form(List<ShopEvent> events) {
        List<Beacon> beacons = merged ? grouped(merge(events, visitorsToMerge(events))) : grouped(events);
        return beacons.stream().sorted(Comparator.comparingLong(Beacon::sentAt)).toList();
    }

    /** The average number of visitors to merge into one. */
    private double visitorsToMerge(List<ShopEvent> events) {
        double low = 1;
        double high = MOST_MERGED;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double reached =
                    (double) events.size() / grouped(merge(events, middle)).size();
            if (reached < eventsABeacon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Visitors are numbered by their first event, robots separately; each range of numbers is merged into its first
     * visitor.
     */
    private static List<ShopEvent> merge(List<ShopEvent> events, double together) {
        Map<String, String> merged = new HashMap<>();
        Map<String, String> firsts = new HashMap<>();
        Map<Boolean, Integer> numbers = new HashMap<>(Map.of(true, 0, false, 0));
        List<ShopEvent> renamed = new ArrayList<>();
        for (ShopEvent event : events) {
            String visitor = event.visitor();
            if (visitor != null && !merged.containsKey(visitor)) {
                boolean robot = event.looksLikeARobot();
                int number = numbers.merge(robot, 1, Integer::sum) - 1;
                merged.put(visitor, firsts.computeIfAbsent(robot + " " + (int) (number / together), name -> visitor));
            }
            renamed.add(visitor == null ? event : event.of(merged.get(visitor)));
        }
        return renamed;
    }

    private List<Beacon> grouped(List<ShopEvent> events) {
        Map<String, List<ShopEvent>> open = new HashMap<>();
        List<Beacon> beacons = new ArrayList<>();
        for (ShopEvent event : events) {
            List<ShopEvent> held = event.visitor() == null ? null : open.get(event.visitor());
            if (held == null || held.size() >= MOST_EVENTS || isLate(event, held.getLast())) {
                held = new ArrayList<>();
                beacons.add(new Beacon(held));
            }
            held.add(event);
            if (event.visitor() != null) {
                open.put(event.visitor(), held);
            }
        }
        return beacons;
    }

    private boolean isLate(ShopEvent event, ShopEvent before) {
        return event.at() - before.at() > longestGap.toMillis();
    }

    /** The option's value on the command line. */
    @Override
    public String toString() {
        return eventsABeacon == Math.rint(eventsABeacon)
                ? Long.toString((long) eventsABeacon)
                : String.format(Locale.ROOT, "%s", eventsABeacon);
    }
}
