package dev.cairn.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Runs many cases, a few in parallel; returns the failing ones in order of their seeds. */
final class Campaign {
    private final AtomicLong cells = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Tally tally = new Tally();
    private final List<CaseResult> failing = new ArrayList<>();
    private final PrintStream out;

    private Campaign(PrintStream out) {
        this.out = out;
    }

    /** @param said number of cases after which progress is printed */
    static Campaign run(
            long from, long count, int atOnce, long said, LongFunction<SimulationCase> cases, PrintStream out) {
        Campaign campaign = new Campaign(out);
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            for (long seed = from; seed < from + count; seed++) {
                long each = seed;
                threads.execute(() -> campaign.add(CaseResult.of(cases.apply(each)), count, said));
            }
        }
        campaign.failing.sort(
                java.util.Comparator.comparingLong(verdict -> verdict.what().seed()));
        return campaign;
    }

    private synchronized void add(CaseResult verdict, long count, long said) {
        cells.addAndGet(verdict.cells());
        tally.add(verdict.tally());
        if (!verdict.holds()) {
            failing.add(verdict);
            out.println(verdict.summary());
        }
        if (done.incrementAndGet() % said == 0) {
            out.printf("%,d of %,d cases, %,d cells, %d failing%n", done.get(), count, cells.get(), failing.size());
        }
    }

    List<CaseResult> failing() {
        return failing;
    }

    /** The number of runs, and their outcome. */
    String report() {
        return "%s  %-26s %,12d%n  %-26s %,12d%n  %-26s %,12d%n  %-26s %,12d%n"
                .formatted(
                        tally,
                        "cells compared",
                        cells.get(),
                        "differences",
                        failing.stream()
                                .mapToLong(each -> each.differences().size())
                                .sum(),
                        "residual",
                        failing.stream()
                                .flatMap(each -> each.residual().values().stream())
                                .mapToLong(Math::abs)
                                .sum(),
                        "failing cases",
                        failing.size());
    }
}
