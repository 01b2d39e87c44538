package dev.cairn.collect;

import dev.cairn.access.AccessKey;
import dev.cairn.access.KeyService;
import dev.cairn.collect.access.SiteDirectory;
import dev.cairn.collect.stream.RetryingStreamWriter;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.model.Site;
import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.Dependencies;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The real collector with virtual waiting: its pauses take no real time. */
public final class SimulatedCollect {

    private SimulatedCollect() {}

    /** @param waits lets other things happen while it waits before it retries entries */
    public static CollectHandler handler(Dependencies dependencies, Duration cacheFor, Random random, Runnable waits) {
        AtomicLong elapsed = new AtomicLong();
        return new CollectHandler(
                dependencies,
                directory(dependencies, cacheFor),
                new RetryingStreamWriter.RetryTiming(
                        elapsed::get,
                        millis -> {
                            elapsed.addAndGet(millis);
                            waits.run();
                        },
                        random::nextDouble));
    }

    private static SiteDirectory directory(Dependencies dependencies, Duration cacheFor) {
        PlanRepository plans = new PlanRepository(dependencies.items(), dependencies.clock(), cacheFor);
        KeyService keys = new KeyService(dependencies.items(), dependencies.secrets(), dependencies.clock(), cacheFor);
        return new SiteDirectory() {
            @Override
            public Plan plan() {
                return plans.current();
            }

            @Override
            public Optional<Site> site(String id) {
                return plans.site(id);
            }

            @Override
            public Optional<AccessKey> key(String secret, String address) {
                return keys.find(secret, address);
            }
        };
    }
}
