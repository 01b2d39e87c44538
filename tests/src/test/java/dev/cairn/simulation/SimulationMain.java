package dev.cairn.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The simulator as a command; {@code --help} lists its options. */
public final class SimulationMain {
    private static final String HELP = """
            Runs the real functions under a virtual clock with everything around them failing, and compares every
            cell of every statistic with the reference model.

              simulate --seeds N [--from S] [--events E] [--threads T]   N cases of about E events (5000), from seed S (1)
              simulate --seed S [--events E] [--shrink]                  one case again; made smaller with --shrink
              simulate --million [--events E]                            one case of 1,000,000 events and 50 kills of
                                                                         each function
              simulate --help

            The first failing case is made smaller and printed. Ends with 1 when a case fails, with 2 when it was called
            in a way that is not known.
            """;
    private static final int EVENTS = 5_000;
    private static final int RUNS_OF_SHRINKING = 150;
    private static final int KILLS = 50;

    /** An unknown argument; the message is for the user. */
    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private SimulationMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    /** The exit code. */
    static int run(List<String> words) {
        if (words.isEmpty() || words.contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        try {
            return report(words);
        } catch (UsageException wrongCall) {
            System.err.println("simulate: " + wrongCall.getMessage());
            return 2;
        }
    }

    private static int report(List<String> words) {
        long began = System.nanoTime();
        Campaign campaign = campaign(words);
        System.out.print(campaign.report());
        System.out.printf("  %-26s %,12d%n", "seconds", (System.nanoTime() - began) / 1_000_000_000);
        if (!campaign.failing().isEmpty()) {
            CaseResult first = campaign.failing().getFirst();
            System.out.print(first.report());
            if (!words.contains("--million") && (!words.contains("--seed") || words.contains("--shrink"))) {
                System.out.print("Made smaller:\n" + Shrinking.describe(Shrinking.of(first, RUNS_OF_SHRINKING)));
            }
            return 1;
        }
        return 0;
    }

    private static Campaign campaign(List<String> words) {
        int events = (int) number(words, "--events", words.contains("--million") ? 1_000_000 : EVENTS);
        if (words.contains("--million")) {
            return Campaign.run(1, 1, 1, 1, seed -> million(seed, events), System.out);
        }
        if (words.contains("--seed")) {
            return Campaign.run(
                    number(words, "--seed", 1), 1, 1, 1, seed -> SimulationCase.of(seed, events), System.out);
        }
        if (!words.contains("--seeds")) {
            throw new UsageException("one of --seeds, --seed and --million is needed; --help says more");
        }
        int threads = (int) number(words, "--threads", Runtime.getRuntime().availableProcessors());
        long count = number(words, "--seeds", 1);
        return Campaign.run(
                number(words, "--from", 1),
                count,
                threads,
                Math.max(1, count / 20),
                seed -> SimulationCase.of(seed, events),
                System.out);
    }

    /** Two weeks across the end of summer time, with a run every six hours. */
    private static SimulationCase million(long seed, int events) {
        return SimulationCase.of(
                seed,
                events,
                Instant.parse("2026-10-19T00:00:00Z"),
                14,
                ZoneId.of("Europe/Brussels"),
                Faults.usual(KILLS),
                Duration.ofMinutes(10),
                Duration.ofHours(6));
    }

    private static long number(List<String> words, String option, long otherwise) {
        int at = words.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size() || !words.get(at + 1).matches("[0-9]{1,12}")) {
            throw new UsageException(option + " takes a whole number"
                    + (at + 1 == words.size() ? "" : ", not \"" + words.get(at + 1) + "\"") + "; --help says more");
        }
        return Long.parseLong(words.get(at + 1));
    }
}
