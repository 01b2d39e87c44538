package dev.cairn.local;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Clock;
import java.time.Duration;

/** The data that a rebuild carries over from old tables to new ones, for tables in memory. */
public final class CarriedOver {

    private CarriedOver() {}

    /** New tables with the data that cannot be rebuilt from the archive, as {@code ./cairn rebuild} starts with. */
    public static MemoryItemStore from(MemoryItemStore old, Clock clock) {
        MemoryItemStore anew = new MemoryItemStore(clock);
        new TableMigration(new PlanRepository(old, clock, Duration.ZERO).current(), clock.instant())
                .copy(
                        (table, each) -> old.all().stream()
                                .filter(item -> item.key().table() == table)
                                .forEach(each),
                        anew);
        return anew;
    }
}
