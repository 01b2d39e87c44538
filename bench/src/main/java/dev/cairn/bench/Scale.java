package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks whether large days and many sites fit into the half hour between two runs: the cost of a task (a bucket of a
 * day) at 1 and 5 million visitors a day, extrapolated to 30 million with 100 workers; the heap of a run with 100,000
 * and 1 million dirty visitors; and a run over 1,000 small sites, in time, units and dollars. The visitor days are
 * copies of the real shop's last day, with the visitors' other days ({@link ManyVisitors}). Exits with 1 if a limit is
 * exceeded.
 */
public final class Scale {
    private static final String USAGE = """
            bench/run Scale [folder, default ../shared/data] [--only tasks|heap|sites]
            """;

    static final int BUCKETS = 64;
    private static final int TASKS_MEASURED = 2;
    private static final long VISITORS_OF_THE_LARGEST = 30_000_000;
    private static final int WORKERS = 100;
    private static final double HALF_HOUR_SECONDS = 1_800;
    /**
     * The assumed time of a call: one for each page of a bucket's visitors, and for each 100 keys of persons' other
     * days.
     */
    private static final double SECONDS_A_CALL = 0.010;

    /**
     * A tenth of the function's memory; most of it holds persons with several days, at most 100,000 of their events.
     */
    private static final long MOST_HEAP_BYTES = 200_000_000;

    private static final int MICROS = 1_000_000;

    private Scale() {}

    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        String only = "";
        int at = rest.indexOf("--only");
        if (at >= 0 && at + 1 < rest.size()) {
            only = rest.remove(at + 1);
            rest.remove(at);
        }
        if (rest.size() > 1 || rest.stream().anyMatch(each -> each.startsWith("-"))) {
            System.err.print(USAGE);
            System.exit(2);
        }
        ShopFile file = new ShopFile(
                rest.isEmpty()
                        ? Path.of(System.getProperty("cairn.home", "."))
                                .resolve("../shared/data")
                                .normalize()
                        : Path.of(rest.getFirst()));
        boolean fits = true;
        if (!only.equals("sites")) {
            if (file.exists()) {
                ScaledShop shop = ScaledShop.of(file);
                fits = (only.equals("heap") || tasks(shop)) & (only.equals("tasks") || heap(shop));
            } else {
                System.out.println("skipped: the four days of the real shop are not there");
            }
        }
        if (only.isEmpty() || only.equals("sites")) {
            System.out.print(SmallSites.measure());
        }
        System.exit(fits ? 0 : 1);
    }

    private static boolean tasks(ScaledShop shop) {
        System.out.printf(
                "One site's day in %d buckets; of the shop's %d visitors that day %.1f %% have other days or a user%n",
                BUCKETS, shop.visitors(), shop.connectedShare() * 100);
        System.out.println(
                "visitors a day  visitors a task  cpu s a task  cpu us a visitor  read units  calls  heap, MB  (before it)");
        shop.task(1_000, true);
        shop.task(15_000, false); // warms up
        double perVisitor = 0;
        double callsAVisitor = 0;
        for (int million : List.of(1, 5)) {
            int visitors = million * 1_000_000 / BUCKETS;
            ScaledShop.Measured heap = shop.task(visitors, true);
            double cpu = 0;
            for (int task = 0; task < TASKS_MEASURED; task++) {
                ScaledShop.Measured one = shop.task(visitors, false);
                cpu += one.cpuSeconds() / TASKS_MEASURED;
                callsAVisitor = (double) one.calls() / visitors;
            }
            perVisitor = cpu / visitors;
            System.out.printf(
                    "%14d  %15d  %12.2f  %16.1f  %10d  %5d  %8.1f  %11.1f%n",
                    million * 1_000_000,
                    visitors,
                    cpu,
                    perVisitor * MICROS,
                    heap.readUnits(),
                    heap.calls(),
                    heap.peakBytes() / 1e6,
                    heap.bytesBefore() / 1e6);
        }
        double cpu = perVisitor * VISITORS_OF_THE_LARGEST;
        double waiting = callsAVisitor * VISITORS_OF_THE_LARGEST * SECONDS_A_CALL;
        double seconds = (cpu + waiting) / WORKERS;
        System.out.printf(
                "computed: %d visitors a day are %.0f CPU s and %.0f s of waiting (%.0f ms a call); with %d workers %.0f s (at most %.0f)%n%n",
                VISITORS_OF_THE_LARGEST, cpu, waiting, SECONDS_A_CALL * 1_000, WORKERS, seconds, HALF_HOUR_SECONDS);
        return seconds < HALF_HOUR_SECONDS;
    }

    private static boolean heap(ScaledShop shop) {
        System.out.println("dirty visitors in one run   cpu s  heap, MB  (before it)");
        ScaledShop.Measured few = run(shop, 100_000);
        ScaledShop.Measured many = run(shop, 1_000_000);
        double growth = (double) many.peakBytes() / few.peakBytes();
        System.out.printf("heap: %.2f times; at most %.0f MB%n%n", growth, MOST_HEAP_BYTES / 1e6);
        return many.peakBytes() <= MOST_HEAP_BYTES;
    }

    private static ScaledShop.Measured run(ScaledShop shop, int visitors) {
        ScaledShop.Measured measured = shop.run(visitors);
        System.out.printf(
                "%25d  %6.1f  %8.1f  %11.1f%n",
                visitors, measured.cpuSeconds(), measured.peakBytes() / 1e6, measured.bytesBefore() / 1e6);
        return measured;
    }
}
