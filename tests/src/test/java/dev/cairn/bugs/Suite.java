package dev.cairn.bugs;

import java.util.List;

/** The tests that run against a bug. */
sealed interface Suite {

    /** The arguments for a {@link Trial}. */
    List<String> arguments(Effort effort);

    /** @param seeds maximum number of simulation runs, with {@code events} in each */
    record Effort(int seeds, int events) {}

    /** Runs the simulation, seed by seed, until one fails. */
    record Simulation() implements Suite {
        @Override
        public List<String> arguments(Effort effort) {
            return List.of("simulation", String.valueOf(effort.seeds()), String.valueOf(effort.events()));
        }
    }

    /** One test class. */
    record Tests(String testClass) implements Suite {
        @Override
        public List<String> arguments(Effort effort) {
            return List.of("tests", testClass);
        }
    }
}
