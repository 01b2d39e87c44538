package dev.cairn.local;

import dev.cairn.local.cli.CommandLine;
import java.util.List;

/** Where {@code ./cairn} enters Java. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLine.run(List.of(arguments)));
    }
}
