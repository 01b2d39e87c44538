package dev.cairn.faults;

import java.util.Map;

/** The command {@code tests/faults Stream}. */
final class Stream {
    private static final String USAGE = """
            tests/faults Stream [--requests 10000] [--seed 1] [--entries 0.4] [--outages 0.05] [--lost 0.01]
            Sends so many requests to the collector while these shares of the entries and calls of PutRecords fail.
            Ends with 1 unless every acknowledged event is in the stream and no confirmed entry was sent again.
            """;

    private Stream() {}

    public static void main(String[] arguments) throws Exception {
        Arguments read = Arguments.read(
                arguments,
                USAGE,
                Map.of("--requests", 10_000.0, "--seed", 1.0, "--entries", 0.4, "--outages", 0.05, "--lost", 0.01));
        FailingStream.Outcome outcome = FailingStream.run(
                read.whole("--seed"),
                read.whole("--requests"),
                new FailingKinesis.Failing(read.number("--entries"), read.number("--outages"), read.number("--lost")));
        System.out.print(outcome.describe());
        System.exit(outcome.durable() ? 0 : 1);
    }
}
