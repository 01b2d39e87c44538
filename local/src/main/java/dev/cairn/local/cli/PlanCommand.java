package dev.cairn.local.cli;

import dev.cairn.local.replay.Plural;
import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.PlanDiff;
import dev.cairn.plan.document.PlanDiff.Difference;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.plan.parse.PlanParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code ./cairn plan}: checks, pushes, pulls and compares plans, and rolls back to earlier versions. */
final class PlanCommand implements Command {
    private static final String USAGE = "./cairn plan check FILE, ./cairn plan push FILE --to URL --key KEY,"
            + " ./cairn plan pull --to URL --key KEY, ./cairn plan diff FILE --to URL --key KEY,"
            + " or ./cairn plan rollback N --to URL --key KEY";

    private static final CliArguments.Option TO = new CliArguments.Option("--to", "URL");
    private static final CliArguments.Option KEY = new CliArguments.Option("--key", "KEY");
    private static final CliArguments.Option VERSION = new CliArguments.Option("--version", "N");
    private static final CliArguments.Option YES = CliArguments.Option.flag("--yes");

    /** The exit code of a comparison that found differences. */
    private static final int DIFFERS = 3;

    private final Confirmation confirmation;

    PlanCommand(Confirmation confirmation) {
        this.confirmation = confirmation;
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "check a plan, push or pull it, compare it, or go back to an earlier version";
    }

    @Override
    public String help() {
        return """
                ./cairn plan check FILE
                ./cairn plan push FILE --to URL --key KEY [--yes]
                ./cairn plan pull --to URL --key KEY [--version N] > FILE
                ./cairn plan diff FILE --to URL --key KEY [--version N]
                ./cairn plan rollback N --to URL --key KEY [--yes]

                check reads a plan (YAML or JSON) and prints every fault with its path, one per line,
                and what it may say but probably does not mean, as a warning.
                push checks it, prints what it adds (+), changes (~) and removes (-), and replaces the plan in force,
                unless someone else has replaced it meanwhile. It asks before a site disappears.
                pull prints the plan in force, or an earlier version, as it was put.
                diff prints what a push of FILE would add, change and remove, compared with the plan in force or with
                version N.
                rollback puts the document of version N in force again, as a new version. It prints and asks like push.

                  --to URL      Cairn's address, for example http://localhost:8080
                  --key KEY     the admin key, or a key with plan:write for the only site that changes
                  --version N   a version of the plan: 0, 1, 2, …
                  --yes         lets sites disappear without asking, for scripts; without it and without a terminal,
                                nothing is pushed then

                The exit code is 1 when the plan has faults, was refused or not confirmed, 2 when the arguments are
                wrong, and of diff 3 when there are differences.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        String action = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            return switch (action) {
                case "check" -> check(rest);
                case "push" -> push(rest);
                case "pull" -> pull(rest);
                case "diff" -> diff(rest);
                case "rollback" -> rollback(rest);
                default -> throw UsageException.unknownAction(action, USAGE);
            };
        } catch (PlanClient.RefusedException refused) {
            System.out.println(refused.getMessage());
            return 1;
        }
    }

    private static int check(List<String> words) throws IOException {
        CliArguments arguments = CliArguments.parse(words, List.of(), 1, "one plan: ./cairn plan check FILE");
        Path file = Path.of(arguments.rest().getFirst());
        List<PlanError> faults = PlanCheck.check(read(file));
        faults.forEach(System.out::println);
        warn(read(file));
        System.out.println(faults.isEmpty() ? file + " is a valid plan." : Plural.of(faults.size(), "fault") + ".");
        return faults.isEmpty() ? 0 : 1;
    }

    private int push(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(
                words, List.of(TO, KEY, YES), 1, "one plan: ./cairn plan push FILE --to URL --key KEY");
        String source = read(Path.of(arguments.rest().getFirst()));
        List<PlanError> faults = PlanCheck.check(source);
        if (!faults.isEmpty()) {
            faults.forEach(System.out::println);
            System.out.println(Plural.of(faults.size(), "fault") + "; nothing was pushed.");
            return 1;
        }
        warn(source);
        try (PlanClient client = client(arguments)) {
            return replace(client, source, arguments.flag(YES.name()));
        }
    }

    /** Prints warnings about parts of the plan that are valid but probably unintended. */
    private static void warn(String source) {
        PlanCheck.warnings(source).forEach(warning -> System.out.println("warning: " + warning));
    }

    private static int pull(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(words, List.of(TO, KEY, VERSION), 0, "");
        try (PlanClient client = client(arguments)) {
            String source = wanted(client, arguments).source();
            System.out.print(source.endsWith("\n") ? source : source + "\n");
            return 0;
        }
    }

    private static int diff(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(
                words, List.of(TO, KEY, VERSION), 1, "one plan: ./cairn plan diff FILE --to URL --key KEY");
        String source = read(Path.of(arguments.rest().getFirst()));
        try (PlanClient client = client(arguments)) {
            PlanClient.Version version = wanted(client, arguments);
            List<Difference> differences = differences(version.source(), source);
            print(differences);
            System.out.println(
                    differences.isEmpty()
                            ? "Nothing differs from version " + version.number() + "."
                            : Plural.of(differences.size(), "difference") + " from version " + version.number() + ".");
            return differences.isEmpty() ? 0 : DIFFERS;
        }
    }

    private int rollback(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(
                words, List.of(TO, KEY, YES), 1, "one version: ./cairn plan rollback N --to URL --key KEY");
        String number = number(arguments.rest().getFirst(), "rollback takes");
        try (PlanClient client = client(arguments)) {
            return replace(client, client.version(number).source(), arguments.flag(YES.name()));
        }
    }

    private int replace(PlanClient client, String source, boolean yes) throws IOException, InterruptedException {
        PlanClient.Version current = client.current();
        if (current.source().equals(source)) {
            System.out.println("Nothing to push: version " + current.number() + " is this document.");
            return 0;
        }
        print(differences(current.source(), source));
        Set<String> gone =
                new TreeSet<>(PlanParser.read(current.source()).sites().keySet());
        gone.removeAll(PlanParser.read(source).sites().keySet());
        if (!gone.isEmpty() && !yes) {
            String sites = Plural.of(gone.size(), "site") + " (" + String.join(", ", gone) + ")";
            boolean confirmed = confirmation
                    .confirmed("This removes " + sites + "; their events are refused from now on. Push it?")
                    .orElseGet(() -> {
                        System.out.println("This would remove " + sites
                                + ". There is no terminal to ask at; add --yes if that is intended.");
                        return false;
                    });
            if (!confirmed) {
                System.out.println("Nothing was pushed.");
                return 1;
            }
        }
        System.out.println("Pushed, version " + client.replace(current, source) + ".");
        return 0;
    }

    private static PlanClient client(CliArguments arguments) {
        return new PlanClient(
                CliOptions.address(arguments.required("--to", "--to http://localhost:8080")),
                CliOptions.key(arguments.required("--key", "--key KEY, the admin key")));
    }

    private static PlanClient.Version wanted(PlanClient client, CliArguments arguments)
            throws IOException, InterruptedException {
        String version = arguments.option(VERSION.name()).orElse(null);
        return version == null ? client.current() : client.version(number(version, "--version takes"));
    }

    private static String number(String word, String taking) {
        if (!word.matches("[0-9]{1,9}")) {
            throw new UsageException(taking + " the number of a version, such as 3, not \"" + word + "\"");
        }
        return word;
    }

    private static List<Difference> differences(String before, String after) {
        return PlanDiff.all(DocumentParser.node(before), DocumentParser.node(after));
    }

    private static void print(List<Difference> differences) {
        List<String> lines = new ArrayList<>();
        for (Difference each : differences) {
            String sign = switch (each.kind()) {
                case ADDED -> "+ ";
                case CHANGED -> "~ ";
                case REMOVED -> "- ";
            };
            lines.add(sign + each.path());
        }
        lines.forEach(System.out::println);
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notText) {
            throw new UsageException(file + " is not UTF-8 text");
        }
    }
}
