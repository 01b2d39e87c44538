package dev.cairn.bench;

import dev.cairn.aws.CountingItems.Counted;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Records the reads and writes of one function by kind of item, and the number of calls. Thread-safe. */
final class Bill {
    private final Map<Kind, Counted> byKind = new EnumMap<>(Kind.class);
    private final Map<ReadOfDays, Long> ofDays = new TreeMap<>();
    private long calls;
    private long marksRaised;

    /** @param units as for a strongly consistent read */
    synchronized void read(Kind kind, long units) {
        add(kind, new Counted(0, units, 0, 0, 1));
    }

    /** Which part of the visitor days a read was for; its units are billed by {@link #read(Kind, long)}. */
    synchronized void read(ReadOfDays what, long units) {
        ofDays.merge(what, units, Long::sum);
    }

    /** A write is one call; a refused write costs as much. */
    synchronized void wrote(Kind kind, long units, boolean done) {
        calls++;
        add(kind, new Counted(units, 0, 1, done ? 0 : 1, 0));
    }

    synchronized void raisedMark() {
        marksRaised++;
    }

    synchronized void called(long times) {
        calls += times;
    }

    private void add(Kind kind, Counted more) {
        byKind.merge(kind, more, UnitTable::sum);
    }

    synchronized Map<Kind, Counted> byKind() {
        return new EnumMap<>(byKind);
    }

    /** The read units of visitor days, by the part that was read. */
    synchronized Map<ReadOfDays, Long> ofDays() {
        return new TreeMap<>(ofDays);
    }

    synchronized long calls() {
        return calls;
    }

    synchronized long marksRaised() {
        return marksRaised;
    }
}
