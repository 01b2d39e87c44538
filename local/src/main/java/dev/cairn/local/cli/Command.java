package dev.cairn.local.cli;

import java.util.List;

/** One of {@code ./cairn}'s commands. */
public interface Command {

    /** The words that call it. */
    String name();

    /** One line for the list of commands. */
    String summary();

    /** What {@code --help} prints. */
    String help();

    /** Runs it and returns the exit code; throws {@link UsageException} for words it does not know. */
    int run(List<String> words) throws Exception;
}
