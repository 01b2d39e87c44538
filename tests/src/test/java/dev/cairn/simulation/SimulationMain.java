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
            Finished finished = Simulation.run(Case.of(seed, events));
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
            if (seed == from) {
                System.out.print(finished.tally());
            }
        }
    }
}
