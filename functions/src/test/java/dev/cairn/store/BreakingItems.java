package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Items that die at a chosen call, counted from the moment they are armed, and do something just before another call.
 */
public final class BreakingItems implements ItemStore {
    private final ItemStore items;
    private int breakAt = Integer.MAX_VALUE;
    private int calls;
    private boolean afterwards;
    private int interruptAt = Integer.MAX_VALUE;
    private int interruptAfter = Integer.MAX_VALUE;
    private int repeatAt = Integer.MAX_VALUE;
    private Runnable interruption = () -> {};

    public BreakingItems(ItemStore items) {
        this.items = items;
    }

    /** The call with this number (1 is the next) and all later ones fail: the process is dead. */
    public synchronized void dieAt(int call) {
        breakAt = call;
        calls = 0;
        afterwards = false;
    }

    /** Like {@link #dieAt}, but that call still takes effect; only its response is lost. */
    public synchronized void dieAfter(int call) {
        dieAt(call);
        afterwards = true;
    }

    /** Another process does this before the call with this number. */
    public synchronized void interruptAt(int call, Runnable what) {
        calls = 0;
        interruptAt = call;
        interruption = what;
    }

    /** Another process does this after the call with this number has taken effect, before its response. */
    public synchronized void interruptAfter(int call, Runnable what) {
        calls = 0;
        interruptAfter = call;
        interruption = what;
    }

    /** The call with this number takes effect but its response is lost, so the client repeats it. */
    public synchronized void repeatAt(int call) {
        calls = 0;
        repeatAt = call;
    }

    /** Alive and undisturbed again. */
    public synchronized void heal() {
        breakAt = Integer.MAX_VALUE;
        interruptAt = Integer.MAX_VALUE;
        interruptAfter = Integer.MAX_VALUE;
        repeatAt = Integer.MAX_VALUE;
    }

    /** Whether the requested event has occurred. */
    public synchronized boolean happened() {
        return calls
                >= IntStream.of(repeatAt, breakAt, interruptAt, interruptAfter)
                        .min()
                        .getAsInt();
    }

    private synchronized <T> T call(Supplier<T> call) {
        calls++;
        if (calls == interruptAt) {
            interruption.run();
        }
        if (calls == breakAt && afterwards || calls == repeatAt) {
            call.get();
        }
        if (calls >= breakAt) {
            throw new IllegalStateException("dead");
        }
        boolean interrupted = calls == interruptAfter;
        T done = call.get();
        if (interrupted) {
            interruption.run();
        }
        return done;
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        return call(() -> items.get(keys));
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return call(() -> items.query(table, partition, from, to));
    }

    @Override
    public boolean put(Item item) {
        return call(() -> items.put(item));
    }

    @Override
    public void replace(Item item) {
        call(() -> {
            items.replace(item);
            return true;
        });
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return call(() -> items.delete(key, revision));
    }
}
