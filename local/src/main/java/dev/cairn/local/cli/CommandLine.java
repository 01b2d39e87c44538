package dev.cairn.local.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the requested command and runs it. */
public final class CommandLine {
    static final List<Command> COMMANDS = List.of(
            new LocalCommand(),
            new DoctorCommand(),
            new ReplayCommand(),
            new ImportCommand(),
            new PlanCommand(Confirmation.atTheTerminal()),
            new BackfillCommand(),
            new QuarantineCommand(),
            new ReconcileCommand(),
            new RebuildCommand(),
            new BackupCommand(),
            new EventCommand(),
            new PrivacyConfigCommand());

    private CommandLine() {}

    /**
     * Returns the exit code: 0 for success, 1 for failure, 2 for incorrect usage, 3 for a result that needs attention.
     */
    public static int run(List<String> words) {
        Locale.setDefault(Locale.ROOT);
        try {
            return dispatch(words);
        } catch (UsageException e) {
            System.err.println("./cairn" + (words.isEmpty() ? "" : " " + words.getFirst()) + ": " + e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("./cairn: " + e.getMessage());
            return 1;
        } catch (Exception e) {
            System.err.println("./cairn failed: " + e);
            e.printStackTrace();
            return 1;
        }
    }

    private static int dispatch(List<String> words) throws Exception {
        String name = words.isEmpty() ? "help" : words.getFirst();
        if (List.of("help", "--help", "-h").contains(name)) {
            return help(words);
        }
        Command command = find(name);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(command.help());
            return 0;
        }
        return command.run(words.subList(1, words.size()));
    }

    private static int help(List<String> words) {
        if (words.size() > 1) {
            System.out.print(find(words.get(1)).help());
            return 0;
        }
        System.out.println("./cairn COMMAND, where COMMAND is one of\n");
        COMMANDS.forEach(command ->
                System.out.println("  " + String.format("%-14s", command.name()) + "  " + command.summary()));
        System.out.println("  help            show this list, or the help of a command, like COMMAND --help");
        return 0;
    }

    private static Command find(String name) {
        return COMMANDS.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown command \"" + name + "\"; commands are "
                        + COMMANDS.stream().map(Command::name).collect(Collectors.joining(", ")) + ", help"));
    }
}
