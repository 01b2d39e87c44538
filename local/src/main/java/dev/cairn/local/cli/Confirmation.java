package dev.cairn.local.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks the user for confirmation; empty if there is no terminal. */
@FunctionalInterface
interface Confirmation {
    Optional<Boolean> confirmed(String question);

    /** Asks on this process's terminal. */
    static Confirmation atTheTerminal() {
        return question -> Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> {
                    String answer = console.readLine("%s [y/N] ", question);
                    return answer != null
                            && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
                });
    }
}
