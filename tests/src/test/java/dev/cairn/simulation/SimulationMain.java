package dev.cairn.simulation;

/** Trial. */
public final class SimulationMain {
    private SimulationMain() {}

    public static void main(String[] arguments) {
        long from = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        int events = Integer.parseInt(arguments[2]);
        for (long seed = from; seed < from + count; seed++) {
            long began = System.nanoTime();
            Case what = Case.of(seed, events);
            for (String without : System.getProperty("without", "").split(",")) {
                Faults f = what.faults();
                what = switch (without) {
                    case "all" -> what.with(Faults.NONE);
                    case "kills" -> what.with(f.withKills(0));
                    case "tables" -> what.with(f.withoutTableFaults());
                    case "torn" -> what.with(f.withoutTornReads());
                    case "overlap" -> what.with(f.withoutOverlap());
                    case "unpunctual" -> what.with(f.punctual());
                    case "resharding" -> what.with(f.withoutResharding());
                    default -> what;
                };
            }
            Finished finished = Simulation.run(what);
            long ran = System.nanoTime();
            System.out.printf("cpu %d ms ", ProcessHandle.current().info().totalCpuDuration().get().toMillis());
            System.out.printf(
                    "seed %d: lost %s, residual %s, cells %d, %d ms, check %d ms%n",
                    seed,
                    finished.lost(),
                    finished.residual(),
                    finished.cells().size(),
                    (ran - began) / 1_000_000,
                    (System.nanoTime() - ran) / 1_000_000);
            java.util.List<String> differences = finished.differences();
            System.out.println(differences.size() + " differences");
            differences.stream().limit(8).forEach(System.out::println);
            if (seed == from) {
                System.out.print(finished.tally());
            }
        }
    }
}
