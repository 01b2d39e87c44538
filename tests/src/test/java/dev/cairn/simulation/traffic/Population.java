package dev.cairn.simulation.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The people of a run: with one or several devices, without consent, crawlers and colleagues. */
final class Population {
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0");
    private static final String CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    private final Random random;
    private final Settings settings;
    private @Nullable String lastDevice;

    Population(Random random, Settings settings) {
        this.random = random;
        this.settings = settings;
    }

    /** At least this many devices. */
    List<Visitor> of(int devices) {
        List<Visitor> visitors = new ArrayList<>();
        while (visitors.size() < devices) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> visitors.add(visitor(null, null));
                case 3, 4, 5 -> visitors.add(visitor(device(), null));
                case 6 -> visitors.add(visitor(null, id("user ")));
                default -> addUser(visitors);
            }
        }
        return visitors;
    }

    private void addUser(List<Visitor> visitors) {
        String user = id("user ");
        for (int devices = 1 + random.nextInt(3); devices > 0; devices--) {
            visitors.add(visitor(deviceOfAUser(), user));
        }
    }

    /** Occasionally the device that the previous user used, too. */
    private String deviceOfAUser() {
        if (lastDevice == null || random.nextInt(4) > 0) {
            lastDevice = device();
        }
        return lastDevice;
    }

    /** Many ids contain their creation time, mostly on one of the run's days; sometimes that time is wrong. */
    private String device() {
        if (random.nextInt(5) < 2) {
            return id("d-");
        }
        long from = settings.begin().minus(Duration.ofDays(2)).getEpochSecond();
        long made = from + random.nextLong(Duration.ofDays(settings.days() + 3L).toSeconds());
        return id(made + "-");
    }

    private Visitor visitor(String device, String user) {
        long knownFrom = settings.begin().toEpochMilli() - Duration.ofDays(60).toMillis();
        if (device != null && user != null && settings.identifying()) {
            knownFrom = settings.begin().toEpochMilli()
                    + random.nextLong(Duration.ofDays(settings.days()).toMillis());
        }
        boolean colleague = random.nextInt(30) == 0;
        return new Visitor(
                device,
                user,
                knownFrom,
                (colleague ? "203.0.113." : "198.51." + random.nextInt(200) + ".") + (1 + random.nextInt(200)),
                random.nextInt(25) == 0 ? CRAWLER : AGENTS.get(random.nextInt(AGENTS.size())),
                clockAhead(),
                random.nextInt(10) == 0);
    }

    private Long clockAhead() {
        return switch (random.nextInt(12)) {
            case 0, 5 -> null;
            case 1 -> random.nextLong(Duration.ofHours(3).toMillis());
            case 2 -> -random.nextLong(Duration.ofHours(3).toMillis());
            case 3, 4 -> Duration.ofSeconds(100).toMillis();
            default -> random.nextLong(-5_000, 5_000);
        };
    }

    private String id(String prefix) {
        return prefix + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
    }
}
