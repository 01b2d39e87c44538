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
 * How many events come in one request. The shop's file has one event a line; what a script that waits a moment would
 * have sent together is put together here.
 *
 * <p>A visitor of this shop has 1.3 events in four days, so that no waiting brings more than 1.21 into one request. For
 * more, visitors who came one after the other are taken as one: the same events at the same times, of fewer and busier
 * visitors. Robots are merged with robots.
 */
enum Beacons {
    /** Events of a visitor with at most 30 seconds between one and the next: 1.06 in the mean. */
    AS_THEY_COME(1.06, Duration.ofSeconds(30), false),
    /** Held back until there are 10, or none came for 30 minutes. */
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

    /** Of events in the order of their times; in the order in which they are sent. */
    List<Beacon> form(List<ShopEvent> events) {
        List<Beacon> beacons = merged ? grouped(merge(events, visitorsToMerge(events))) : grouped(events);
        return beacons.stream().sorted(Comparator.comparingLong(Beacon::sentAt)).toList();
    }

    /** How many visitors to take as one, in the mean. */
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

    /** Visitors are numbered by their first event, robots apart; those of a range of numbers become the first of them. */
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

    /** As it is given on the command line. */
    @Override
    public String toString() {
        return eventsABeacon == Math.rint(eventsABeacon)
                ? Long.toString((long) eventsABeacon)
                : String.format(Locale.ROOT, "%s", eventsABeacon);
    }
}
