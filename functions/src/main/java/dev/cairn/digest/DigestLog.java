package dev.cairn.digest;

import dev.cairn.store.Item;
import dev.cairn.store.ItemStore;
import dev.cairn.store.Json;
import dev.cairn.store.Table;
import dev.cairn.store.notice.Notice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which digests were sent: one item per site, kind and day, written before the digest is sent and again
 * afterwards. A digest is sent by one run at a time. A run that dies in between leaves it unsent, and a later run sends
 * it again with the same id and text, to those channels that do not have it; so it arrives at least once, and a receiver
 * that drops repeats by id has it once.
 */
final class DigestLog {
    /** Longer than any run lasts: by then, the run that was sending is over. */
    static final Duration SENDING = Duration.ofMinutes(20);

    private static final Duration KEPT = Duration.ofDays(40);

    private final ItemStore items;
    private final Clock clock;

    DigestLog(ItemStore items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    /** Identifies a digest. */
    record Id(String site, DigestKind kind, LocalDate day) {
        private Item.Key key() {
            return new Item.Key(Table.STATISTICS, "digest#" + site, kind.word() + "#" + day);
        }
    }

    /**
     * @param claim distinguishes the items of two runs, so that only one of them is written
     * @param since when the run that sends it began to, in epoch milliseconds
     * @param told the channels that have it; null in items written before there was more than one
     */
    private record Body(
            Notice notice,
            boolean sent,
            String claim,
            long since,
            @Nullable Set<String> told) {
        Set<String> channels() {
            return told == null ? Set.of() : told;
        }
    }

    /** A digest that the caller, and nobody else, is to send now. */
    final class Claim {
        private final Item item;
        private final Body body;

        private Claim(Item item, Body body) {
            this.item = item;
            this.body = body;
        }

        Notice notice() {
            return body.notice;
        }

        /** The channels that have the digest from an earlier run. */
        Set<String> told() {
            return body.channels();
        }

        /**
         * Records which channels have it. If another run has taken over since, that run records it.
         *
         * @param all whether no channel is left
         */
        void told(Set<String> channels, boolean all) {
            items.put(item.next(Json.write(new Body(body.notice, all, body.claim, body.since, channels))));
        }
    }

    /**
     * Claims a digest that was not sent. Empty when it was sent, or another run may be sending it.
     *
     * @param written writes the digest, unless an earlier run has
     */
    Optional<Claim> claim(Id id, Supplier<Notice> written) {
        Optional<Item> stored = items.get(id.key());
        Optional<Body> body = stored.map(item -> Json.read(item.body(), Body.class));
        if (body.isPresent() && (body.get().sent() || isBeingSent(body.get()))) {
            return Optional.empty();
        }
        Notice notice = body.map(Body::notice).orElseGet(written);
        Set<String> told = body.map(Body::channels).orElse(Set.of());
        Body claimed = new Body(notice, false, UUID.randomUUID().toString(), clock.millis(), told);
        Instant expires = clock.instant().plus(KEPT);
        Item item = stored.map(before -> before.next(Json.write(claimed)))
                .orElseGet(() -> Item.first(id.key(), Json.write(claimed), expires));
        return items.put(item) ? Optional.of(new Claim(item, claimed)) : Optional.empty();
    }

    private boolean isBeingSent(Body body) {
        return clock.millis() - body.since < SENDING.toMillis();
    }
}
