package dev.cairn.bugs;

import dev.cairn.bugs.Trials.Outcome;
import dev.cairn.bugs.Trials.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command {@code tests/bugs}. */
public final class Bugs {
    private static final int SAID_CHARACTERS = 110;
    private static final String NO_BUG = "no bug: ";
    private static final String HARMLESS = "harmless: ";

    private final Trials trials;
    private final Patched patched;
    private final Options options;

    private Bugs(Options options) {
        this.options = options;
        this.trials = new Trials(options.folder(), options.effort());
        this.patched = new Patched(options.sources(), options.folder());
    }

    /** All bugs and harmless changes. */
    static List<Bug> all() {
        return Stream.of(
                        MarkBugs.attempts(),
                        MarkBugs.epochs(),
                        ClosureBugs.reach(),
                        ClosureBugs.connections(),
                        ConnectedDayBugs.all(),
                        RunBugs.partials(),
                        RunBugs.folds(),
                        RunBugs.schedule(),
                        ErasureBugs.all(),
                        RestatementBugs.all(),
                        BatchBugs.all(),
                        PersonBugs.duplicates(),
                        PersonBugs.identities(),
                        PersonBugs.orders(),
                        VisitBugs.visits(),
                        VisitBugs.funnels(),
                        ChannelBugs.attribution(),
                        ChannelBugs.arrivals(),
                        StoreBugs.tables(),
                        StoreBugs.buckets(),
                        StoreBugs.collector(),
                        CompactionBugs.writers(),
                        CompactionBugs.erasures(),
                        CompactionBugs.beliefs(),
                        MicroBugs.counts(),
                        MicroBugs.marks(),
                        RateAndPageBugs.all(),
                        AnomalyBugs.all(),
                        AudienceBugs.all(),
                        HarmlessChanges.all())
                .flatMap(List::stream)
                .toList();
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.read(List.of(arguments), all());
        if (options.listOnly()) {
            options.bugs().forEach(Bugs::list);
            return;
        }
        System.exit(new Bugs(options).run() ? 0 : 1);
    }

    private static void list(Bug bug) {
        String places = bug.edits().stream()
                .map(edit -> edit.source() + " " + edit.member())
                .distinct()
                .collect(Collectors.joining(", "));
        String kind = bug.harmless() ? HARMLESS : "";
        System.out.printf("%-42s %s%n    %s%n    %s%n", kind + bug.name(), places, bug.thought(), bug.truth());
    }

    /** True if every bug was caught and the suites pass without one. */
    private boolean run() throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        Map<String, Future<Outcome>> outcomes = new LinkedHashMap<>();
        try (ExecutorService hands = Executors.newFixedThreadPool(options.atOnce())) {
            controls()
                    .forEach((name, suite) ->
                            outcomes.put(name, hands.submit(() -> said(name, trials.run(file(name), suite, null)))));
            for (Bug bug : options.bugs()) {
                String name = bug.harmless() ? HARMLESS + bug.name() : bug.name();
                outcomes.put(name, hands.submit(() -> said(name, tryOut(bug))));
            }
        }
        List<String> wrong = new ArrayList<>();
        System.out.printf("%n%-42s %8s  %s%n", "bug", "seconds", "caught by");
        for (Map.Entry<String, Future<Outcome>> each : outcomes.entrySet()) {
            Outcome outcome = each.getValue().get();
            System.out.println(line(each.getKey(), outcome));
            if (!isAsItShould(each.getKey(), outcome)) {
                wrong.add(each.getKey());
            }
        }
        System.out.printf(
                "%d bugs, %d controls, %d s; not as it should be: %s%n",
                outcomes.keySet().stream().filter(name -> !isControl(name)).count(),
                outcomes.keySet().stream().filter(Bugs::isControl).count(),
                (System.nanoTime() - began) / 1_000_000_000,
                wrong.isEmpty() ? "none" : wrong);
        return wrong.isEmpty();
    }

    /** The suites without any bug: they must pass. */
    private Map<String, Suite> controls() {
        Set<Suite> suites = new LinkedHashSet<>();
        options.bugs().forEach(bug -> suites.add(bug.suite()));
        Map<String, Suite> controls = new LinkedHashMap<>();
        suites.forEach(suite -> controls.put(NO_BUG + nameOf(suite), suite));
        return controls;
    }

    private static String nameOf(Suite suite) {
        return switch (suite) {
            case Suite.Simulation simulation -> "simulation";
            case Suite.Tests tests ->
                tests.testClass().substring(tests.testClass().lastIndexOf('.') + 1);
        };
    }

    private static String file(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private Outcome tryOut(Bug bug) throws Exception {
        @Nullable Path classes;
        try {
            classes = patched.compile(bug);
        } catch (IllegalStateException doesNotFit) {
            return new Outcome(Verdict.BROKEN, String.valueOf(doesNotFit.getMessage()), 0);
        }
        return trials.run(bug.name(), bug.suite(), classes);
    }

    private static Outcome said(String name, Outcome outcome) {
        System.out.println(line(name, outcome));
        return outcome;
    }

    private static String line(String name, Outcome outcome) {
        String said = outcome.said();
        String what = switch (outcome.verdict()) {
            case CAUGHT -> said.length() > SAID_CHARACTERS ? said.substring(0, SAID_CHARACTERS) + "..." : said;
            case HELD -> isControl(name) ? "holds" : "NOT CAUGHT";
            case BROKEN -> "COULD NOT BE RUN: " + said;
        };
        return "%-42s %8d  %s".formatted(name, outcome.seconds(), what);
    }

    private static boolean isAsItShould(String name, Outcome outcome) {
        return outcome.verdict() == (isControl(name) ? Verdict.HELD : Verdict.CAUGHT);
    }

    private static boolean isControl(String name) {
        return name.startsWith(NO_BUG) || name.startsWith(HARMLESS);
    }
}
