package dev.cairn.model;

import dev.cairn.domain.event.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One accepted event in one request that the stream has, as far as statistics look at it.
 *
 * @param delivery the hash of what travelled together: the request's events of one visitor
 * @param position in the delivery
 * @param content the hash of what was sent (D1)
 * @param at after T1, epoch milliseconds
 * @param adjusted the time was corrected, clamped or not sent
 * @param day the local day of {@code at}
 * @param click the name of the click id in the page's address
 * @param excluded why it is left out of the statistics (V3); null when it is not
 * @param visitor whose it is; for {@link Link#NONE} made of the event's id
 * @param device the device a user was on, in the form of {@code visitor}; null otherwise
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
        Link link,
        String visitor,
        @Nullable String device,
        boolean server,
        int plan) {

    /** Which of the copies of an event is kept: the smallest (D1). */
    static final Comparator<Copy> SMALLEST = Comparator.comparingLong(Copy::receivedAt)
            .thenComparing(Copy::content, Long::compareUnsigned)
            .thenComparing(Copy::delivery)
            .thenComparingInt(Copy::position);

    /** The order of a visitor's events (T4). */
    static final Comparator<Copy> T4 = Comparator.comparingLong(Copy::at)
            .thenComparingLong(Copy::seq)
            .thenComparing(copy -> Hash.first8(copy.id()), Long::compareUnsigned);

    /** Where copies of an event meet. */
    record Home(String visitor, LocalDate day) {}

    /** The same, left out of the statistics. */
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
