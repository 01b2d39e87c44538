package dev.cairn.store.visitor;

import dev.cairn.domain.event.StoredEvent;
import dev.cairn.domain.event.VisitorKey;
import dev.cairn.domain.visit.VisitorDay;
import dev.cairn.domain.visit.VisitorDay.Claimed;
import dev.cairn.domain.visit.VisitorDay.DeliverySummary;
import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.OptimisticRetry;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.bucket.DirtyBuckets;
import dev.cairn.store.visitor.VisitorDayCodec.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores visitor days: per (site, day, visitor) a few pages in the partition {@code site#day#bucket}. A page that has
 * grown to {@link #FULL_PAGE_CHARS} is never appended to again; later data goes to the next page. A write therefore
 * costs about one unit, however much the visitor did before. Two writers of one visitor day always meet at its last
 * page, where one of them fails and repeats its write.
 *
 * <p>Some time after a day is over, it is sealed and its buckets are compacted ({@link ClosedDayChunks}). Data that
 * arrives later is stored in late pages, separate from the earlier ones, which may be deleted after a while.
 */
public final class VisitorDayStore extends VisitorDayReader {
    /**
     * Measured with {@code bench/run WriteUnits}: a page of this size and four more events deflate to less than one
     * write unit (1 KB), and smaller pages only cost more reads. Units per event for visitor days:
     * <pre>
     * characters    750   1,300   1,500   2,000   2,500   3,000   4,000   6,000
     * write       0.250   0.250   0.260   0.291   0.309   0.319   0.339   0.375
     * read        0.709   0.622   0.605   0.568   0.541   0.525   0.496   0.466
     * </pre>
     * May be lowered, never raised: a stored page that was full would no longer look it, and the next one would be
     * missed.
     */
    static final int FULL_PAGE_CHARS = 1_300;

    private static final int ATTEMPTS = 40;

    /**
     * How long pages are kept after the day is over or, if that is later, after their last write. By then the day is
     * compacted, unless no run has completed for a month.
     */
    private static final Duration KEPT_UNCOMPACTED = Duration.ofDays(30);

    /** Caches each day's number of buckets, so a long-running process should keep one instance. */
    public VisitorDayStore(ItemStore items, Clock clock) {
        super(items, clock);
    }

    /** Identifies a visitor day. */
    public record Id(String site, LocalDate day, VisitorKey visitor) {
        /** By visitor, then by day: the same order in every process. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::visitor, VisitorKey.BY_TEXT).thenComparing(Id::day);
    }

    /**
     * The bucket in which an existing or new visitor day is counted. For writers: fixes the day's number of buckets.
     */
    public DirtyBuckets.BucketKey place(Id id) {
        return new DirtyBuckets.BucketKey(
                id.site, id.day, DayBuckets.of(id.visitor, buckets.fixedNumber(id.site, id.day)));
    }

    /**
     * A visitor day as it was read, with the state needed to write it again.
     *
     * @param pages its pages; the next write goes to the last one
     * @param late whether they are late pages, and therefore not the whole day
     * @param connected whether the visitor has other days or is connected with others: the day cannot be resolved on
     *     its own
     * @param before whether any of it was written by the previous version
     */
    public record Loaded(VisitorDay day, List<Item> pages, boolean late, boolean connected, boolean before) {

        /** The state of a visitor day that is not stored. */
        public static Loaded nothing() {
            return of(List.of(), List.of(), false, false);
        }

        static Loaded of(List<Page> beside, List<Item> pages, boolean late, boolean connected) {
            List<Page> all = new ArrayList<>(beside);
            pages.forEach(page -> all.add(VisitorDayCodec.read(page.body())));
            VisitorDay day = new VisitorDay();
            all.forEach(page -> page.addTo(day));
            return new Loaded(
                    day,
                    pages,
                    late,
                    connected || all.stream().anyMatch(Page::connected),
                    all.stream().anyMatch(Page::before));
        }

        /** The same day, decoded from its pages again, without later additions to {@link #day()}. */
        public Loaded again() {
            return of(List.of(), pages, late, connected);
        }

        /**
         * Whether the visitor's index is known to list the day. The index lists it before the day holds more than the
         * flag.
         */
        public boolean isIndexed() {
            return !before && !day.isEmpty();
        }
    }

    /** Data to add to a visitor day. */
    public record Addition(List<StoredEvent> copies, List<DeliverySummary> receipts, List<Claimed> claimed) {
        public boolean isEmpty() {
            return copies.isEmpty() && receipts.isEmpty() && claimed.isEmpty();
        }
    }

    /**
     * Writes what was added to a visitor day since it was loaded. If the day is flagged later, the flagging sees this
     * write; if it was flagged earlier, this write sees the flag.
     *
     * @param loaded as it was last read, or as it is presumed to be: if the stored state differs, nothing is written
     * @param connect whether this write flags the visitor day as connected
     * @return the updated visitor day; empty when another writer won: load, add and append again
     */
    public Optional<Loaded> append(Id id, Loaded loaded, Addition added, boolean connect, Instant expires) {
        List<Item> pages = new ArrayList<>(loaded.pages());
        boolean connected = loaded.connected() || connect;
        Item last;
        if (pages.isEmpty() || isFull(pages)) {
            String body = VisitorDayCodec.write(Page.of(added, connected));
            last = page(
                    VisitorDayAddress.of(id, buckets.fixed(id.site, id.day)).page(pages.size(), loaded.late()),
                    1,
                    body,
                    kept(id, loaded, expires),
                    expires);
        } else {
            Page content = VisitorDayCodec.read(pages.getLast().body());
            content.copies().addAll(added.copies());
            content.receipts().addAll(added.receipts());
            content.claimed().addAll(added.claimed());
            last = next(id, loaded, pages.removeLast(), content.flagged(connected), expires);
        }
        if (!items.put(last) || isSealedSince(id, loaded)) {
            return Optional.empty();
        }
        if (!connected && last.revision() == 1 && !pages.isEmpty()) {
            // An earlier page may have been flagged since it was read: it is full, so nothing else would reveal that.
            connected = isConnected(pages.getLast().key());
        }
        pages.add(last);
        return Optional.of(new Loaded(loaded.day(), List.copyOf(pages), loaded.late(), connected, false));
    }

    private Item next(Id id, Loaded loaded, Item page, Page content, Instant expires) {
        Instant kept = kept(id, loaded, expires);
        Instant before = page.deletable() == null ? page.expires() : page.deletable();
        // A site's retention may have been shortened. If this write made the page expire, the page would be hidden from
        // the erasure that flags it, yet stay in the table until DynamoDB deletes it.
        boolean longer = before == null || before.isAfter(kept) || !kept.isAfter(clock.instant());
        String body = VisitorDayCodec.write(content);
        return longer ? page.next(body) : page(page.key(), page.revision() + 1, body, kept, expires);
    }

    private static Item page(Item.Key key, long revision, String body, Instant kept, Instant expires) {
        return kept.isBefore(expires)
                ? new Item(key, revision, body, null, kept)
                : new Item(key, revision, body, expires);
    }

    /** @param expires when the day is forgotten */
    private Instant kept(Id id, Loaded loaded, Instant expires) {
        Instant over = DayBuckets.over(id.day);
        Instant now = clock.instant();
        Instant kept = (now.isAfter(over) ? now : over).plus(KEPT_UNCOMPACTED);
        return loaded.late() || expires.isBefore(kept) ? expires : kept;
    }

    /**
     * Whether the day was sealed in the meantime. If so, a compaction may miss the latest write, which must be
     * repeated.
     */
    private boolean isSealedSince(Id id, Loaded loaded) {
        return !loaded.late() && buckets.fixed(id.site, id.day).sealed();
    }

    private boolean isConnected(Item.Key page) {
        return items.get(page)
                .map(item -> VisitorDayCodec.read(item.body()).connected())
                .orElse(false);
    }

    /**
     * Flags visitor days, whether they exist or not, as connected: they cannot be resolved on their own. The flag is in
     * the last page, so a writer that did not see it fails, or reads that page again. Idempotent.
     *
     * @return each day with the data stored when it was flagged; for a sealed day, only the data stored since it was
     *     sealed
     */
    public Map<Id, Loaded> flagConnected(Collection<Id> ids, Function<LocalDate, Instant> expiry) {
        Map<Id, Loaded> loaded = new HashMap<>(loadToAppend(ids));
        for (Id id : ids) {
            for (OptimisticRetry tries = OptimisticRetry.over("a visitor day", ATTEMPTS);
                    !flagConnected(id, Objects.requireNonNull(loaded.get(id)), expiry.apply(id.day()));
                    tries.tryAgain()) {
                loaded.put(id, loadToAppend(id));
            }
        }
        return loaded;
    }

    private boolean flagConnected(Id id, Loaded loaded, Instant expires) {
        if (loaded.pages().isEmpty()) {
            Addition nothing = new Addition(List.of(), List.of(), List.of());
            return loaded.late() && loaded.connected()
                    || append(id, loaded, nothing, true, expires).isPresent();
        }
        Item last = loaded.pages().getLast();
        Page content = VisitorDayCodec.read(last.body());
        return content.connected()
                || items.put(next(id, loaded, last, content.flagged(true), expires)) && !isSealedSince(id, loaded);
    }
}
