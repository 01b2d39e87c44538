package dev.cairn.faults;

import java.util.Map;

/** The command {@code tests/faults Tables}. */
final class Tables {
    private static final String USAGE = """
            tests/faults Tables [--events 50000] [--days 3] [--seed 1] [--share 0.3]
            Collects, classifies and aggregates so many events on DynamoDB Local while that share of the calls to it
            fails, half before and half after they are carried out. Ends with 1 unless every figure is what it is
            without a fault and every accepted event is accounted for.
            """;

    private Tables() {}

    public static void main(String[] arguments) throws Exception {
        Arguments read = Arguments.read(
                arguments, USAGE, Map.of("--events", 50_000.0, "--days", 3.0, "--seed", 1.0, "--share", 0.3));
        FaultyTables.Outcome outcome = FaultyTables.run(
                read.whole("--seed"), read.whole("--events"), read.whole("--days"), read.number("--share"));
        System.out.print(outcome.describe());
        outcome.differences().stream().limit(20).forEach(System.out::println);
        System.exit(outcome.exact() ? 0 : 1);
    }
}
