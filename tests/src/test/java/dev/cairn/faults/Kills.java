package dev.cairn.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code tests/faults Kills}. */
final class Kills {
    private static final int LEAST_BETWEEN_PERCENT = 20;
    private static final int MOST_SECONDS_TO_PROGRESS = 10;
    private static final String USAGE = """
            tests/faults Kills [--events 50000] [--days 3] [--kills 50] [--batch 100] [--seed 1]
            Collects so many events; then a worker's process classifies and aggregates them on DynamoDB Local and is
            killed with SIGKILL so many times. Ends with 1 unless every figure is what it is without a kill, every
            accepted event is accounted for, at least a fifth of the kills were between the last write of a batch and
            its report, and every restart had written a batch within 10 s.
            """;

    private Kills() {}

    public static void main(String[] arguments) throws Exception {
        Arguments read = Arguments.read(
                arguments,
                USAGE,
                Map.of("--events", 50_000.0, "--days", 3.0, "--kills", 50.0, "--batch", 100.0, "--seed", 1.0));
        KilledWorker.Plan plan = new KilledWorker.Plan(
                read.whole("--seed"),
                read.whole("--events"),
                read.whole("--days"),
                read.whole("--kills"),
                read.whole("--batch"));
        KilledWorker.Outcome outcome = run(plan);
        System.out.print(outcome.describe());
        outcome.differences().stream().limit(20).forEach(System.out::println);
        boolean hardEnough = outcome.between() * 100 >= LEAST_BETWEEN_PERCENT * outcome.kills();
        boolean soonEnough = outcome.slowestProgress().toSeconds() < MOST_SECONDS_TO_PROGRESS;
        System.exit(outcome.exact() && hardEnough && soonEnough ? 0 : 1);
    }

    private static KilledWorker.Outcome run(KilledWorker.Plan plan) throws Exception {
        Path folder = Files.createTempDirectory("stream");
        try {
            return KilledWorker.run(plan, folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
