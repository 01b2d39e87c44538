package dev.cairn.simulation;

import dev.cairn.store.EventStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A stream whose shards are split and merged; it refuses entries, and sometimes gives no response. */
final class Stream implements EventStream {
    private static final int HEX_DIGITS_OF_32_BITS = 8;
    private static final int MOST_SHARDS = 5;

    private final Clock clock;
    private final Dice dice;
    private final Tally tally;
    private final Steps steps;
    private final Consumer<Shard> arrived;
    private final List<Shard> shards = new ArrayList<>();
    private final Set<byte[]> offered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<byte[]> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param arrived notified of every shard with new records */
    Stream(Clock clock, Steps steps, Dice dice, Tally tally, Consumer<Shard> arrived) {
        this.clock = clock;
        this.steps = steps;
        this.dice = dice;
        this.tally = tally;
        this.arrived = arrived;
        shards.add(new Shard(0, 0, Shard.KEYS, List.of()));
    }

    @Override
    public Set<Integer> put(List<Entry> entries) {
        steps.pause();
        entries.forEach(entry -> offered.add(entry.data()));
        if (dice.happens(dice.faults().outages())) {
            tally.add(What.STREAM_OUTAGES);
            if (dice.below(2) == 0) {
                entries.forEach(this::take);
            }
            throw new IllegalStateException("the stream did not answer");
        }
        Set<Integer> refused = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (dice.happens(dice.faults().unconfirmed())) {
                tally.add(What.ENTRIES_NOT_TAKEN);
                refused.add(i);
            } else {
                take(entries.get(i));
            }
        }
        return refused;
    }

    @Override
    public void putToEveryShard(byte[] data) {
        steps.pause();
        for (Shard shard : open()) {
            shard.put(clock.millis(), "every shard", data);
            arrived.accept(shard);
        }
    }

    /** Puts records that no collector created. */
    void putForeign(byte[] data) {
        Shard shard = dice.oneOf(open());
        shard.put(clock.millis(), "foreign", data);
        arrived.accept(shard);
    }

    private void take(Entry entry) {
        long key = Long.parseLong(entry.partitionKey().substring(0, HEX_DIGITS_OF_32_BITS), 16);
        Shard shard =
                open().stream().filter(each -> each.takes(key)).findFirst().orElseThrow();
        shard.put(clock.millis(), entry.partitionKey(), entry.data());
        taken.add(entry.data());
        tally.add(What.RECORDS);
        arrived.accept(shard);
    }

    /** Splits a shard, or merges two neighbours; returns the new shards. */
    List<Shard> reshard() {
        tally.add(What.RESHARDINGS);
        List<Shard> open = new ArrayList<>(open());
        open.sort(Comparator.comparingLong(shard -> shard.from));
        boolean merging = open.size() > 1 && (open.size() >= MOST_SHARDS || dice.below(2) == 0);
        int index = dice.below(merging ? open.size() - 1 : open.size());
        Shard parent = open.get(index);
        parent.close();
        if (merging) {
            Shard other = open.get(index + 1);
            other.close();
            return List.of(add(parent.from, other.to, List.of(parent, other)));
        }
        long middle = (parent.from + parent.to) / 2;
        return List.of(add(parent.from, middle, List.of(parent)), add(middle, parent.to, List.of(parent)));
    }

    private Shard add(long from, long to, List<Shard> parents) {
        Shard shard = new Shard(shards.size(), from, to, parents);
        shards.add(shard);
        return shard;
    }

    /** The entries offered by collectors, accepted or not, each once. */
    Set<byte[]> offered() {
        return offered;
    }

    /** Those of them that are on the stream, once or several times. */
    Set<byte[]> taken() {
        return taken;
    }

    List<Shard> all() {
        return List.copyOf(shards);
    }

    private List<Shard> open() {
        return shards.stream().filter(shard -> !shard.isClosed()).toList();
    }
}
