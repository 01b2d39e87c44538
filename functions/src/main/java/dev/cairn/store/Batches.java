package dev.cairn.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who is at work on the stream. Lambda hands out a batch once more when its process seems to be gone, and that process
 * may go on: it changes something, dies of it, and whoever has those records now, or others of the same visitors, finds
 * it changed already and believes that what follows from it is somebody else's to do. So each batch says that it has
 * begun and that it has ended, and who finds that the one before has not ended says for how long that one may live.
 * Until then everybody, on every shard, does everything as if it had been there before; who learns of it at the end only
 * has not done it for sure, and the batch comes again. So does one during which another of its shard began.
 */
public final class Batches {
    /** The most that Lambda lets an invocation last. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(15);

    /** A shard that is silent longer was closed, or whoever died on it meets nobody any more. */
    private static final Duration FORGOTTEN = Duration.ofDays(2);

    private static final String PARTITION = "working";

    private final Items items;
    private final Clock clock;

    public Batches(Items items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /**
     * A batch that has begun.
     *
     * @param othersUntil until when somebody may live who was thought dead on this shard, in epoch milliseconds
     * @param beside somebody may be at work who was thought dead, on this shard or another
     */
    public record Begun(String shard, long revision, long othersUntil, boolean beside) {}

    /** The last batch of a shard, as it is stored. */
    private record Last(boolean ended, long othersUntil) {
        static Last of(Item item) {
            return Json.read(item.body(), Last.class);
        }
    }

    /** Says that a batch of this shard begins. */
    public Begun begin(String shard) {
        List<Item> shards = shards();
        Last last = shards.stream()
                .filter(item -> item.key().sort().equals(shard))
                .findFirst()
                .map(Last::of)
                .orElse(new Last(true, 0));
        long othersUntil = last.ended() ? last.othersUntil() : clock.millis() + LONGEST_LIFE.toMillis();
        long revision = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        items.replace(item(shard, revision, new Last(false, othersUntil)));
        return new Begun(shard, revision, othersUntil, !last.ended() || anybodyLives(shards));
    }

    /** False when it is not done for sure: another batch of the shard began meanwhile, or somebody was thought dead. */
    public boolean end(Begun batch) {
        Last last = new Last(true, batch.othersUntil());
        return items.put(item(batch.shard(), batch.revision() + 1, last))
                && (batch.beside() || !anybodyLives(shards()));
    }

    private List<Item> shards() {
        return items.query(Table.STATISTICS, PARTITION);
    }

    private boolean anybodyLives(List<Item> shards) {
        long now = clock.millis();
        return shards.stream().anyMatch(item -> now < Last.of(item).othersUntil());
    }

    private Item item(String shard, long revision, Last last) {
        Item.Key key = new Item.Key(Table.STATISTICS, PARTITION, shard);
        return new Item(key, revision, Json.write(last), clock.instant().plus(FORGOTTEN));
    }
}
