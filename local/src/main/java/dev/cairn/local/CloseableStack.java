package dev.cairn.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** Opened resources, closed in reverse order. */
final class CloseableStack implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println(
                        "warning: a part did not stop cleanly: " + e.getClass().getName());
            }
        }
    }
}
