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
 * The collectors' processes, and the records they held when they ended: an orderly end puts them on the stream, a kill
 * loses them.
 */
final class CollectorProcesses {

    /** The stream as seen by one process; puts after its death have no effect. */
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

    /** Ends all processes, the surviving ones in an orderly way. */
    void end() {
        started.values().forEach(CollectHandler::close);
        started.clear();
    }

    /** The records that killed processes held; the stream may have some of those that were offered before. */
    List<byte[]> lost() {
        return lost;
    }
}
