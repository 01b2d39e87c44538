package dev.cairn.store.audience;

import dev.cairn.store.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's state after the last day on which they were seen, stored in that day's list. If a visitor has several
 * entries, only the one for the latest day is valid. No other day has to be recounted when a visitor withdraws consent,
 * buys, or first appears as a user.
 *
 * @param member the visitor, as {@link dev.cairn.domain.event.VisitorKey} in text form
 * @param devices the visitor's devices, whose own entries are no longer valid
 * @param audiences current and future memberships, in order, by audience; none without consent to ads (N5.3)
 * @param clicks the values of the latest clicks by name; none without consent to ads
 * @param withdrawnAt time of the last event without consent to ads, epoch milliseconds; null if there is none
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

    /** Returns the membership of an audience at a time, in epoch milliseconds. */
    public Optional<Period> membership(String audience, long time) {
        return audiences.getOrDefault(audience, List.of()).stream()
                .filter(period -> period.holdsAt(time))
                .findFirst();
    }

    public static BucketLists<MemberEntry> lists(ItemStore items) {
        return new BucketLists<>(items, "members", MemberEntry.class);
    }

    /** Omits the clicks' values, which must not be logged. */
    @Override
    public String toString() {
        return "an entry in a list of members";
    }
}
