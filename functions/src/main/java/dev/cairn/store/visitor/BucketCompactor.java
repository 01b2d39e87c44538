package dev.cairn.store.visitor;

import dev.cairn.domain.event.EventHash;
import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.store.Item;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import dev.cairn.store.visitor.VisitorDayStore.Addition;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import dev.cairn.store.visitor.VisitorDayStore.Loaded;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Compacts the buckets of days that are over: moves pages into {@link ClosedDayChunks}. */
public final class BucketCompactor {
    /** Per visitor. */
    private static final int MOST_CHARS_IN_A_CHUNK = 50_000;

    private static final int ATTEMPTS = 40;

    private final VisitorDayStore days;

    public BucketCompactor(VisitorDayStore days) {
        this.days = days;
    }

    /** The site's days that can be compacted once they are over. */
    public Set<LocalDate> uncompacted(String site) {
        return days.buckets.uncompacted(site);
    }

    /** Records that all buckets of a day are compacted, or that the day is forgotten. */
    public void compacted(String site, LocalDate day) {
        days.buckets.compacted(site, day);
    }

    /**
     * Compacts a bucket of a day that is over. From then on it consists of chunks, and of late pages for later data.
     * Also compacts late pages that were written since the last compaction. Idempotent, and safe at any time. Returns
     * false when it is too early to seal the day.
     *
     * @param expires when the day is forgotten
     */
    public boolean compact(String site, LocalDate day, int bucket, Instant expires) {
        String partition = VisitorDayAddress.partition(site, day, bucket);
        if (!days.buckets.seal(site, day)) {
            return false;
        }
        days.closed.compact(
                partition,
                each -> {
                    if (!VisitorDayReader.isDone(days.closed.head(partition).orElse(null))) {
                        days.early(partition, (visitor, pages, connected) -> {
                            if (isLarge(pages)) {
                                keepInPages(new Id(site, day, visitor), pages, connected, expires);
                            } else {
                                give(visitor, pages, each);
                            }
                            if (connected) {
                                each.accept(visitor, Page.CONNECTED);
                            }
                        });
                    }
                    days.late(partition).forEach((visitor, pages) -> {
                        if (!isLarge(pages)) {
                            give(visitor, pages, each);
                        }
                    });
                },
                expires);
        return true;
    }

    private static void give(VisitorKey visitor, List<Item> pages, BiConsumer<VisitorKey, Page> to) {
        pages.forEach(page -> to.accept(visitor, VisitorDayCodec.read(page.body())));
    }

    /** An item holds 400 KB: a visitor who filled a day would leave no room for others in a chunk. */
    private static boolean isLarge(List<Item> pages) {
        return pages.stream().mapToLong(page -> page.body().length()).sum() > MOST_CHARS_IN_A_CHUNK;
    }

    /**
     * Rewrites a large visitor day as late pages, which are kept. A concurrent erasure of the visitor checks again
     * after all writers that were active have finished.
     */
    private void keepInPages(Id id, List<Item> pages, boolean connected, Instant expires) {
        Loaded loaded = days.loadToAppend(id);
        for (Item page : pages) {
            Page content = VisitorDayCodec.read(page.body());
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS); ; tries.tryAgain()) {
                Addition missing = missing(loaded.day(), content);
                boolean connect = (connected || content.connected()) && !loaded.connected();
                if (missing.isEmpty() && !connect) {
                    break;
                }
                Optional<Loaded> written = days.append(id, loaded, missing, connect, expires);
                loaded = written.orElseGet(() -> days.loadToAppend(id));
                if (written.isPresent()) {
                    break;
                }
            }
        }
    }

    /** Adds a page's content to a visitor day; returns the missing part, which has to be written. */
    private static Addition missing(VisitorDay day, Page content) {
        Map<EventHash, StoredEvent.EventSource> elsewhere = Map.copyOf(day.countedElsewhere());
        List<StoredEvent> copies = new ArrayList<>(day.addCopies(content.copies()));
        content.copies().stream()
                .filter(StoredEvent::elsewhere)
                .filter(copy -> !copy.copy().equals(elsewhere.get(copy.id())))
                .forEach(copies::add);
        return new Addition(copies, day.addReceipts(content.receipts()), day.addClaimed(content.claimed()));
    }
}
