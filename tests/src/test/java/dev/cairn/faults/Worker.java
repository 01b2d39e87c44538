package dev.cairn.faults;

import dev.cairn.aws.DynamoItemStore;
import dev.cairn.aws.TableCreator;
import dev.cairn.local.Function;
import dev.cairn.local.stream.Checkpoint;
import dev.cairn.local.stream.EventSourceMapping;
import dev.cairn.local.stream.LocalStream;
import dev.cairn.local.stream.MappingSettings;
import dev.cairn.store.ItemStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A process that classifies a stream from its checkpoint and aggregates now and then, until nothing is left. It exists
 * to be killed: it prints a line at the beginning and end of each step, so that its killer knows where it was.
 */
public final class Worker {
    static final String BEGUN = "begun";
    static final String WRITTEN = "written";
    static final String PARKED = "parked";
    static final String REPORTED = "reported";
    static final String AGGREGATING = "aggregating";
    static final String DONE = "done";
    private static final int MOST_RUNS = 3;

    private final int parkAfter;
    private final int betweenRuns;
    private int batches;

    private Worker(int parkAfter, int betweenRuns) {
        this.parkAfter = parkAfter;
        this.betweenRuns = betweenRuns;
    }

    /**
     * Arguments: port of the tables, folder of the stream, records per batch, the current time (epoch milliseconds),
     * the batch after which to stop between the last write and the report (0 for never), and the number of batches
     * between two runs of the aggregator.
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        Clock clock = Clock.fixed(Instant.ofEpochMilli(Long.parseLong(arguments[3])), ZoneOffset.UTC);
        ItemStore items = new DynamoItemStore(Loopback.client(port), TableCreator.localNames(), clock);
        Handlers handlers = Handlers.of(Shop.ports(items, entries -> Set.of(), clock));
        Checkpoint checkpoint = Checkpoint.file(folder.resolve("checkpoint"), System.err::println);
        try (LocalStream stream = LocalStream.open(folder, clock, checkpoint.load())) {
            new Worker(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]))
                    .work(stream, handlers, checkpoint, batch, clock);
        }
        System.exit(0);
    }

    private void work(LocalStream stream, Handlers handlers, Checkpoint checkpoint, int batch, Clock clock) {
        Function classify = (event, answer) -> {
            say(BEGUN);
            handlers.classify().handle(event, answer);
            batches++;
            if (batches == parkAfter) {
                park();
            }
            say(WRITTEN);
        };
        EventSourceMapping mapping = new EventSourceMapping(
                new MappingSettings(batch, Duration.ZERO, true, null, null),
                stream::read,
                classify,
                (condition, attempts, givenUp) -> {
                    throw new IllegalStateException("records were given up: " + condition);
                },
                checkpoint,
                clock);
        while (mapping.step() != EventSourceMapping.Progress.IDLE) {
            say(REPORTED);
            if (batches % betweenRuns == 0) {
                say(AGGREGATING);
                handlers.aggregate(true);
            }
        }
        say(AGGREGATING);
        handlers.aggregateUntilDone(MOST_RUNS);
        say(DONE);
    }

    /** Everything of the batch is written and nothing is reported: waits until this process is killed. */
    private static void park() {
        say(PARKED);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}
