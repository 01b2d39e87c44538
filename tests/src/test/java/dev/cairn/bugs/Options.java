package dev.cairn.bugs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command's options.
 *
 * @param sources of the product
 * @param folder for compiled classes and output
 * @param bugs to try
 * @param atOnce number of concurrent processes
 */
record Options(Path sources, Path folder, List<Bug> bugs, Suite.Effort effort, int atOnce, boolean listOnly) {
    private static final int SEEDS = 60;
    private static final int EVENTS = 1_500;
    private static final int AT_ONCE = 2;

    private static final String HELP = """
            Puts bugs into the product, one at a time, and sees whether each is caught: by the simulation, seed after
            seed, or by the test that is named with it. Without a bug the same must hold. Nothing of the source is
            changed: what is compiled with a bug goes to a folder of its own.

              tests/bugs                      all of them
              tests/bugs --only NAME[,NAME]   only these
              tests/bugs --list               their names, where they are, and why they look harmless
              tests/bugs --seeds N --events E how long the simulation tries: N runs (%d) of about E events (%d)
              tests/bugs --at-once N          so many processes at once (%d)
              tests/bugs --help

            Ends with 1 when a bug is not caught, or something is found without one.
            """.formatted(SEEDS, EVENTS, AT_ONCE);

    /** Prints the fault or the help, and ends the process if there is nothing to run. */
    static Options read(List<String> arguments, List<Bug> all) {
        int seeds = SEEDS;
        int events = EVENTS;
        int atOnce = AT_ONCE;
        boolean listOnly = false;
        List<Bug> bugs = all;
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--list" -> listOnly = true;
                case "--only" -> bugs = named(value(words, word), all);
                case "--seeds" -> seeds = number(words, word);
                case "--events" -> events = number(words, word);
                case "--at-once" -> atOnce = number(words, word);
                case "--help" -> end(0, HELP);
                default -> end(2, "\"" + word + "\" is not understood.\n\n" + HELP);
            }
        }
        return new Options(
                Path.of(System.getProperty("cairn.home"), "functions", "src", "main", "java"),
                Path.of(System.getProperty("cairn.home"), "tests", "target", "bugs"),
                bugs,
                new Suite.Effort(seeds, events),
                atOnce,
                listOnly);
    }

    private static List<Bug> named(String names, List<Bug> all) {
        List<Bug> named = new ArrayList<>();
        for (String name : names.split(",")) {
            named.add(all.stream()
                    .filter(bug -> bug.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> end(2, "There is no bug \"" + name + "\"; --list says which there are.\n")));
        }
        return List.copyOf(named);
    }

    private static String value(Iterator<String> words, String option) {
        return words.hasNext() ? words.next() : end(2, option + " takes a value.\n\n" + HELP);
    }

    private static int number(Iterator<String> words, String option) {
        String value = value(words, option);
        return value.matches("[1-9][0-9]{0,6}")
                ? Integer.parseInt(value)
                : end(2, option + " takes a whole number from 1 on, not \"" + value + "\".\n");
    }

    private static <T> T end(int status, String text) {
        (status == 0 ? System.out : System.err).print(text);
        System.exit(status);
        throw new IllegalStateException("the process ends");
    }
}
