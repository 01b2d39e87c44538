package dev.cairn.store.visitor;

import dev.cairn.store.Item;
import dev.cairn.store.Table;
import dev.cairn.store.bucket.DayBuckets;
import dev.cairn.store.visitor.VisitorDayStore.Id;
import java.time.LocalDate;

/**
 * The location of a visitor day: its bucket within the day.
 *
 * @param sealed whether new data is written to late pages
 */
record VisitorDayAddress(Id id, int bucket, boolean sealed) {
    private static final String PAGE = "/";
    /** Sorts after all pages of a visitor. */
    private static final String LAST_PAGE = PAGE + "9999";
    /** Prefix of the visitor in the key of a late page: sorts before all visitors. */
    static final String LATE = "+";
    /** Sorts after all pages of a visitor; the previous version flagged connected days there. */
    private static final String PREVIOUS_FLAG = "~";

    static VisitorDayAddress of(Id id, DayBuckets.Form form) {
        return new VisitorDayAddress(id, DayBuckets.of(id.visitor(), form.buckets()), form.sealed());
    }

    String partition() {
        return partition(id.site(), id.day(), bucket);
    }

    /** The partition of a bucket of a day. */
    static String partition(String site, LocalDate day, int bucket) {
        return site + "#" + day + "#" + DayBuckets.name(bucket);
    }

    /** @param late whether the page was written after the day was sealed */
    Item.Key page(int number, boolean late) {
        String visitor = late ? LATE + id.visitor() : id.visitor().toString();
        return key(number == 0 ? visitor : visitor + PAGE + "%04d".formatted(number));
    }

    /** Where the previous version flagged the day as connected. */
    Item.Key previousFlag() {
        return key(id.visitor() + PREVIOUS_FLAG);
    }

    private Item.Key key(String sort) {
        return new Item.Key(Table.STATE, partition(), sort);
    }

    /** The visitor of a page, without the prefix of late pages. */
    static String visitorOf(String sort) {
        int end = sort.indexOf(PAGE);
        return end >= 0
                ? sort.substring(0, end)
                : isPreviousFlag(sort) ? sort.substring(0, sort.length() - PREVIOUS_FLAG.length()) : sort;
    }

    static boolean isPreviousFlag(String sort) {
        return sort.endsWith(PREVIOUS_FLAG);
    }

    /** The last possible key of the pages whose first page has this key. */
    static String lastPageOf(String firstPage) {
        return firstPage + LAST_PAGE;
    }
}
