package dev.cairn.bugs;

import java.util.List;

/** What is run against a bug. */
sealed interface Suite {

    /** What a {@link Trial} is told. */
    List<String> arguments(Effort effort);

    /** @param seeds how many runs of the simulation at most, {@code events} in each */
    record Effort(int seeds, int events) {}

    /** The simulation, seed by seed until one fails. */
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
