package dev.cairn.local.cli;

import java.util.List;

/** A command of {@code ./cairn}. */
public interface Command {

    /** The words that invoke it. */
    String name();

    /** One line for the list of commands. */
    String summary();

    /** What {@code --help} prints. */
    String help();

    /** Runs it and returns the exit code; throws {@link UsageException} for unknown arguments. */
    int run(List<String> words) throws Exception;
}
