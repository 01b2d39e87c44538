package dev.cairn.simulation;

import dev.cairn.collect.CollectHandler;
import dev.cairn.store.EventStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The collectors' processes and what they had in hand when they ended: one that ends in order puts it on the stream,
 * one that is killed takes it with it.
 */
final class CollectorProcesses {

    /** The stream as one process has it; what the process would have put after its death comes to nothing. */
    private final class Connection implements EventStream {
        private final Process process;

        Connection(Process process) {
            this.process = process;
        }

        @Override
        public Set<Integer> put(List<Entry> entries) {
            if (process.isDead()) {
                entries.forEach(entry -> lost.add(entry.data()));
                return Set.of();
            }
            return stream.put(entries);
        }
    }

    private final EventStream stream;
    private final BiFunction<Process, EventStream, CollectHandler> start;
    private final Map<Process, CollectHandler> started = new LinkedHashMap<>();
    private final List<byte[]> lost = new ArrayList<>();

    CollectorProcesses(EventStream stream, BiFunction<Process, EventStream, CollectHandler> start) {
        this.stream = stream;
        this.start = start;
    }

    CollectHandler start(Process process) {
        CollectHandler handler = start.apply(process, new Connection(process));
        started.put(process, handler);
        return handler;
    }

    /** All processes end, those that still live in order. */
    void end() {
        started.values().forEach(CollectHandler::close);
        started.clear();
    }

    /** Records that killed processes had in hand; of those that were offered before, the stream may have some. */
    List<byte[]> lost() {
        return lost;
    }
}
