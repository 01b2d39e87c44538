package dev.cairn.local;

import dev.cairn.local.cli.CommandLine;
import java.util.List;

/** The Java entry point of {@code ./cairn}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLine.run(List.of(arguments)));
    }
}
