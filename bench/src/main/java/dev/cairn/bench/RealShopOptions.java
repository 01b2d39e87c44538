package dev.cairn.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * The options of {@code bench/run RealShop}.
 *
 * @param home the repository's root
 * @param folder contains the shop's days
 * @param days how many of them to replay
 * @param window how long a record waits for others
 * @param audiences whether the plan has three audiences (INSIGHTS, N5)
 * @param write whether to write the measured units to the resource that {@link Cost} reads
 */
record RealShopOptions(
        Path home,
        Path folder,
        List<Integer> copies,
        List<Beacons> beacons,
        int days,
        Duration window,
        boolean audiences,
        boolean write) {
    static final String USAGE = """
            bench/run RealShop [folder, default ../shared/data] [--copies 1|40] [--beacon 1.06|2.5|4] [--days 4]
                [--window seconds, 5] [--audiences] [--write]
            """;
    private static final List<Integer> COPIES = List.of(1, 40);

    /** Throws {@link IllegalArgumentException} with the fault. */
    static RealShopOptions read(List<String> arguments) {
        Path home = Path.of(System.getProperty("cairn.home", "."));
        RealShopOptions options = new RealShopOptions(
                home,
                home.resolve("../shared/data").normalize(),
                COPIES,
                List.of(Beacons.values()),
                RealShop.DAYS,
                ShopReplay.BATCHING_WINDOW,
                false,
                false);
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            options = options.with(rest.next(), rest);
        }
        if (options.write
                && (options.days != RealShop.DAYS
                        || !options.window.equals(ShopReplay.BATCHING_WINDOW)
                        || options.audiences)) {
            throw new IllegalArgumentException("--write takes all " + RealShop.DAYS
                    + " days, the deployed batching window, and the shop's plan without audiences");
        }
        return options;
    }

    private RealShopOptions with(String argument, Iterator<String> rest) {
        return switch (argument) {
            case "--write" -> new RealShopOptions(home, folder, copies, beacons, days, window, audiences, true);
            case "--audiences" -> new RealShopOptions(home, folder, copies, beacons, days, window, true, write);
            case "--copies" ->
                new RealShopOptions(
                        home, folder, List.of(number(argument, rest)), beacons, days, window, audiences, write);
            case "--beacon" ->
                new RealShopOptions(home, folder, copies, List.of(beacon(value(rest))), days, window, audiences, write);
            case "--days" ->
                new RealShopOptions(home, folder, copies, beacons, number(argument, rest), window, audiences, write);
            case "--window" ->
                new RealShopOptions(
                        home,
                        folder,
                        copies,
                        beacons,
                        days,
                        Duration.ofSeconds(number(argument, rest)),
                        audiences,
                        write);
            default -> {
                if (argument.startsWith("-")) {
                    throw new IllegalArgumentException("unknown option " + argument);
                }
                yield new RealShopOptions(home, Path.of(argument), copies, beacons, days, window, audiences, write);
            }
        };
    }

    private static String value(Iterator<String> rest) {
        return rest.hasNext() ? rest.next() : "";
    }

    private static int number(String option, Iterator<String> rest) {
        String value = value(rest);
        try {
            int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Treated like 0.
        }
        throw new IllegalArgumentException(option + " takes a whole number of at least 1, not \"" + value + "\"");
    }

    private static Beacons beacon(String value) {
        return Beacons.of(value)
                .orElseThrow(
                        () -> new IllegalArgumentException("--beacon takes 1.06, 2.5 or 4, not \"" + value + "\""));
    }
}
