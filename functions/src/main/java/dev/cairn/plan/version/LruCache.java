package dev.cairn.plan.version;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the most recently used values up to a total weight; the most recently added value always stays.
 * Thread-safe.
 */
final class LruCache<K, V> {
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostWeight;
    private final ToLongFunction<V> weigh;
    private long weight;

    LruCache(long mostWeight, ToLongFunction<V> weigh) {
        this.mostWeight = mostWeight;
        this.weigh = weigh;
    }

    synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    synchronized void put(K key, V value) {
        V replaced = values.put(key, value);
        weight += weigh.applyAsLong(value) - (replaced == null ? 0 : weigh.applyAsLong(replaced));
        Iterator<V> leastRecent = values.values().iterator();
        while (weight > mostWeight && values.size() > 1) {
            weight -= weigh.applyAsLong(leastRecent.next());
            leastRecent.remove();
        }
    }
}
