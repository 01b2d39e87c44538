package dev.cairn.local.replay;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A progress line: updated in place on a terminal, printed at intervals elsewhere. */
public final class Progress {
    private final PrintStream out;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private final long intervalNanos;
    private long lastSaid;
    private boolean open;

    public Progress(PrintStream out, Duration interval) {
        this.out = out;
        this.intervalNanos = (terminal ? Duration.ofMillis(200) : interval).toNanos();
    }

    public void say(Supplier<String> line) {
        long now = System.nanoTime();
        if (lastSaid != 0 && now - lastSaid < intervalNanos) {
            return;
        }
        lastSaid = now;
        if (terminal) {
            out.print("\r\u001b[K" + line.get());
            out.flush();
            open = true;
        } else {
            out.println(line.get());
        }
    }

    /** Ends the line that is being updated. */
    public void end() {
        if (open) {
            out.print("\r\u001b[K");
            open = false;
        }
    }
}
