package dev.cairn.model;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One accepted event in one confirmed request, with the fields that statistics use.
 *
 * @param delivery the hash of the delivery: the request's events of one visitor
 * @param position in the delivery
 * @param content the hash of what was sent (D1)
 * @param at after T1, epoch milliseconds
 * @param adjusted whether the time was corrected, clamped or not sent
 * @param day the local day of {@code at}
 * @param click the name of the click id in the page's address
 * @param excluded why it is excluded from the statistics (V3); null if it is not
 * @param visitor the visitor it belongs to; for {@link Link#NONE} derived from the event's id
 * @param device the user's device, in the form of {@code visitor}; null otherwise
 * @param plan version in force when it was received
 */
record Copy(
        String delivery,
        int position,
        long receivedAt,
        long content,
        String id,
        String name,
        long at,
        long seq,
        boolean adjusted,
        LocalDate day,
        @Nullable String url,
        @Nullable String referrer,
        @Nullable String click,
        Map<String, Object> props,
        @Nullable Money value,
        @Nullable String order,
        boolean refund,
        @Nullable String excluded,
        @Nullable String agentClass,
        @Nullable String country,
        @Nullable String browser,
        Link link,
        String visitor,
        @Nullable String device,
        boolean server,
        int plan) {

    /** Determines which copy of an event is kept: the smallest (D1). */
    static final Comparator<Copy> SMALLEST = Comparator.comparingLong(Copy::receivedAt)
            .thenComparing(Copy::content, Long::compareUnsigned)
            .thenComparing(Copy::delivery)
            .thenComparingInt(Copy::position);

    /** The order of a visitor's events (T4). */
    static final Comparator<Copy> T4 = Comparator.comparingLong(Copy::at)
            .thenComparingLong(Copy::seq)
            .thenComparing(copy -> Hash.first8(copy.id()), Long::compareUnsigned);

    /** The place where copies of an event meet. */
    record Home(String visitor, LocalDate day) {}

    /** The same copy, excluded from the statistics. */
    Copy excludedAs(String reason) {
        return new Copy(
                delivery,
                position,
                receivedAt,
                content,
                id,
                name,
                at,
                seq,
                adjusted,
                day,
                url,
                referrer,
                click,
                props,
                value,
                order,
                refund,
                reason,
                agentClass,
                country,
                browser,
                link,
                visitor,
                device,
                server,
                plan);
    }

    Home home() {
        return new Home(visitor, day);
    }
}
