package dev.cairn.store;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who is at work on a shard. Lambda hands out a batch once more when its process seems to be gone, and that process may
 * go on: it changes something, dies of it, and whoever has the batch now finds it changed already and believes that what
 * follows from it is somebody else's to do. So each batch says that it has begun and that it has ended. Who begins while
 * another has not ended does everything as if it had been there before; who finds at the end that another has begun has
 * not done it for sure, and the batch comes again.
 */
public final class Batches {
    /** Longer than any process lives; a batch that comes later meets nobody any more. */
    private static final Duration FORGOTTEN = Duration.ofDays(2);

    private static final String BEGUN = "{\"ended\":false}";
    private static final String ENDED = "{\"ended\":true}";

    private final Items items;
    private final Clock clock;

    public Batches(Items items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /**
     * A batch that has begun.
     *
     * @param beside another one of the shard had not ended
     */
    public record Begun(String shard, long revision, boolean beside) {}

    public Begun begin(String shard) {
        boolean beside =
                items.get(key(shard)).filter(last -> !last.body().equals(ENDED)).isPresent();
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(item(shard, revision, BEGUN));
        return new Begun(shard, revision, beside);
    }

    /** False when another one began meanwhile. */
    public boolean end(Begun batch) {
        return items.put(item(batch.shard(), batch.revision() + 1, ENDED));
    }

    private Item item(String shard, long revision, String body) {
        return new Item(key(shard), revision, body, clock.instant().plus(FORGOTTEN));
    }

    private static Item.Key key(String shard) {
        return new Item.Key(Table.STATISTICS, "working", shard);
    }
}
