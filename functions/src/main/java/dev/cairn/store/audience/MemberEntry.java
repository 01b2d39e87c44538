package dev.cairn.store.audience;

import dev.cairn.store.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a visitor after the last day on which they were seen, in the list of that day. Of a visitor with
 * several entries only the one of the latest day holds: so it needs no other day to be counted again when a visitor
 * withdraws consent, buys, or is seen as a user for the first time.
 *
 * @param member the visitor, as {@link dev.cairn.domain.event.VisitorKey} in text form
 * @param devices the visitor's devices, whose own entries no longer hold
 * @param audiences memberships that last or are to begin, in order, by audience; none without consent to ads (N5.3)
 * @param clicks the values of the latest clicks by name; none without consent to ads
 * @param withdrawnAt when an event last came without consent to ads, epoch milliseconds; null if none did
 */
public record MemberEntry(
        String member,
        List<String> devices,
        Map<String, List<Period>> audiences,
        Map<String, String> clicks,
        @Nullable Long withdrawnAt) {

    /**
     * A membership.
     *
     * @param entered epoch milliseconds, inclusive
     * @param until epoch milliseconds, exclusive
     */
    public record Period(long entered, long until) {
        public boolean holdsAt(long time) {
            return entered <= time && time < until;
        }
    }

    /** Returns the membership of an audience that holds at a time, epoch milliseconds. */
    public Optional<Period> membership(String audience, long time) {
        return audiences.getOrDefault(audience, List.of()).stream()
                .filter(period -> period.holdsAt(time))
                .findFirst();
    }

    public static BucketLists<MemberEntry> lists(ItemStore items) {
        return new BucketLists<>(items, "members", MemberEntry.class);
    }

    /** Without the values of clicks, which must not get into a log line. */
    @Override
    public String toString() {
        return "an entry of a list of members";
    }
}
