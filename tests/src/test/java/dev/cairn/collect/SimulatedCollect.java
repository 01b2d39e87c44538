package dev.cairn.collect;

import dev.cairn.access.AccessKey;
import dev.cairn.access.Keys;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Plans;
import dev.cairn.plan.Site;
import dev.cairn.store.Ports;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The real collector with a pace of its own: what it waits costs no time of this machine. */
public final class SimulatedCollect {

    private SimulatedCollect() {}

    /** @param waits what else happens while it waits before it offers entries to the stream again */
    public static CollectHandler handler(Ports ports, Duration cacheFor, Random random, Runnable waits) {
        AtomicLong elapsed = new AtomicLong();
        return new CollectHandler(
                ports,
                directory(ports, cacheFor),
                new ConfirmedPut.Pace(
                        elapsed::get,
                        millis -> {
                            elapsed.addAndGet(millis);
                            waits.run();
                        },
                        random::nextDouble));
    }

    private static Directory directory(Ports ports, Duration cacheFor) {
        Plans plans = new Plans(ports.items(), ports.clock(), cacheFor);
        Keys keys = new Keys(ports.items(), ports.secrets(), ports.clock(), cacheFor);
        return new Directory() {
            @Override
            public Plan plan() {
                return plans.current();
            }

            @Override
            public Optional<Site> site(String id) {
                return plans.site(id);
            }

            @Override
            public Optional<AccessKey> key(String secret) {
                return keys.find(secret);
            }
        };
    }
}
