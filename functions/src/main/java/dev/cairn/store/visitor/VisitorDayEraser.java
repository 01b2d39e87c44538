package dev.cairn.store.visitor;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.store.Item;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Removes erased events from visitor days, and visitor days that become empty, wherever they are stored. */
public final class VisitorDayEraser {
    private static final int ATTEMPTS = 40;

    private final VisitorDayStore days;

    public VisitorDayEraser(VisitorDayStore days) {
        this.days = days;
    }

    /**
     * Removes copies from a visitor day, page by page, and returns those that it contained. A page that was full still
     * looks full, so that writers find the same last page as before.
     *
     * @param expires when the day is forgotten
     */
    public List<StoredEvent> remove(Id id, Predicate<StoredEvent> unwanted, Instant expires) {
        Loaded loaded = days.load(id);
        List<StoredEvent> there =
                loaded.day().copies().stream().filter(unwanted).toList();
        VisitorDayAddress address = days.addresses(List.of(id)).getFirst();
        if (there.isEmpty() && !mayBeBeingCompacted(address, loaded)) {
            return there;
        }
        for (boolean late : new boolean[] {false, true}) {
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS);
                    !days.allPages(address, late).stream().allMatch(page -> remove(page, unwanted));
                    tries.tryAgain()) {
                // A concurrent writer changed a page.
            }
        }
        // Checked only now: if the day is sealed later, its compaction reads the pages as they are now.
        if (days.addresses(List.of(id)).getFirst().sealed()) {
            for (OptimisticRetry tries = OptimisticRetry.over("a closed day", ATTEMPTS);
                    !days.closed.remove(address.partition(), id.visitor(), unwanted, hasLatePages(loaded), expires);
                    tries.tryAgain()) {
                // A concurrent compaction changed the chunk.
            }
        }
        return there;
    }

    private static boolean hasLatePages(Loaded loaded) {
        return loaded.late() && !loaded.pages().isEmpty();
    }

    /**
     * Whether a compaction may have read the copies before they were removed from the pages. An earlier erasure may
     * have crashed before touching the chunk.
     */
    private boolean mayBeBeingCompacted(VisitorDayAddress address, Loaded loaded) {
        return hasLatePages(loaded)
                || address.sealed()
                        && !VisitorDayReader.isDone(
                                days.closed.head(address.partition()).orElse(null));
    }

    private boolean remove(Item page, Predicate<StoredEvent> unwanted) {
        Page content = VisitorDayCodec.read(page.body());
        if (!content.copies().removeIf(unwanted)) {
            return true;
        }
        String left = VisitorDayCodec.write(content);
        boolean full = page.body().length() >= VisitorDayStore.FULL_PAGE_CHARS;
        return days.items.put(page.next(full ? VisitorDayCodec.filled(left, VisitorDayStore.FULL_PAGE_CHARS) : left));
    }

    /**
     * If a visitor day that is no longer written to is empty, deletes its pages and the previous version's flag.
     * Deletes later pages first, because they cannot be found without the first one. Idempotent.
     *
     * @param expires when the day is forgotten
     */
    public void deleteEmpty(Id id, Instant expires) {
        VisitorDayAddress address = days.addresses(List.of(id)).getFirst();
        Loaded loaded = days.load(id);
        if (loaded.day().isEmpty()) {
            for (boolean late : new boolean[] {true, false}) {
                days.allPages(address, late).reversed().forEach(page -> days.items.delete(page.key(), page.revision()));
            }
            days.items.delete(address.previousFlag(), 1);
            if (days.addresses(List.of(id)).getFirst().sealed()) {
                for (OptimisticRetry tries = OptimisticRetry.over("a closed day", ATTEMPTS);
                        !days.closed.delete(address.partition(), id.visitor(), hasLatePages(loaded), expires);
                        tries.tryAgain()) {
                    // A concurrent compaction changed the chunk.
                }
            }
        }
    }
}
