package dev.cairn.local;

import dev.cairn.plan.version.PlanRepository;
import dev.cairn.store.memory.MemoryItemStore;
import java.time.Clock;
import java.time.Duration;

/** What a rebuild takes from old tables to new ones, for tables in memory. */
public final class CarriedOver {

    private CarriedOver() {}

    /** New tables with what cannot be made from the archive, as {@code ./cairn rebuild} begins them. */
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
