package dev.cairn.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Items whose process stops before a call until told to continue, so that several processes can interleave in any
 * order, not only nested. A call is named like {@code put partial#shop#2026-03-07 03}; a call with many keys is named
 * by its first.
 */
public final class SlowItems implements ItemStore {
    private final ItemStore items;
    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore goOn = new Semaphore(0);
    private volatile @Nullable String stopBefore;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean ended;

    public SlowItems(ItemStore items) {
        this.items = items;
    }

    /** Starts a task of this process; returns when it is just before a call whose name begins with this. */
    public void begin(Runnable work, String call) {
        stopBefore = call;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (RuntimeException failed) {
                failure = failed;
            }
            ended = true;
            stopped.release();
        });
        await();
        if (ended) {
            throw new IllegalStateException("it never came to " + call);
        }
    }

    public void goOnUntil(String call) {
        stopBefore = call;
        goOn.release();
        await();
        if (ended) {
            throw new IllegalStateException("it never came to " + call);
        }
    }

    public void goOnToTheEnd() {
        stopBefore = null;
        goOn.release();
        await();
    }

    private void await() {
        stopped.acquireUninterruptibly();
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private <T> T call(String name, Supplier<T> call) {
        String before = stopBefore;
        if (before != null && name.startsWith(before)) {
            stopBefore = null;
            stopped.release();
            goOn.acquireUninterruptibly();
        }
        return call.get();
    }

    private static String name(String verb, Item.Key key) {
        return verb + " " + key.partition() + " " + key.sort();
    }

    @Override
    public Map<Item.Key, Item> get(Collection<Item.Key> keys) {
        String name = keys.isEmpty() ? "get" : name("get", keys.iterator().next());
        return call(name, () -> items.get(keys));
    }

    @Override
    public List<Item> query(Table table, String partition, String from, String to) {
        return call("query " + partition, () -> items.query(table, partition, from, to));
    }

    @Override
    public boolean put(Item item) {
        return call(name("put", item.key()), () -> items.put(item));
    }

    @Override
    public void replace(Item item) {
        call(name("replace", item.key()), () -> {
            items.replace(item);
            return true;
        });
    }

    @Override
    public boolean delete(Item.Key key, long revision) {
        return call(name("delete", key), () -> items.delete(key, revision));
    }
}
