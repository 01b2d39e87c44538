package dev.cairn.store.statistic;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts refused requests by sender. At most {@value #MOST} senders are listed, those with the most requests; all
 * others are counted together under {@link #OTHER}. Its size is therefore bounded, whatever strangers send.
 */
public record RefusedSenders(List<Sender> senders) {
    public static final int MOST = 20;

    /** Stands for the origin of senders that are not listed. */
    public static final String OTHER = "(other)";

    public static final RefusedSenders NONE = new RefusedSenders(List.of());

    /** Most requests first, then most recently seen. */
    private static final Comparator<Sender> ORDER = Comparator.comparingLong(Sender::count)
            .thenComparingLong(Sender::lastSeen)
            .reversed()
            .thenComparing(Sender::site)
            .thenComparing(Sender::origin);

    /**
     * One sender.
     *
     * @param site the id that was sent; empty for {@link #OTHER}
     * @param origin of the page; empty if the request had none
     * @param lastSeen epoch milliseconds
     */
    public record Sender(String site, String origin, long count, long lastSeen) {
        private Sender plus(Sender more) {
            return new Sender(site, origin, count + more.count, Math.max(lastSeen, more.lastSeen));
        }

        private Sender unnamed() {
            return new Sender("", OTHER, count, lastSeen);
        }

        private boolean isOther() {
            return origin.equals(OTHER);
        }

        private String key() {
            return site + " " + origin;
        }
    }

    public RefusedSenders {
        senders = List.copyOf(senders);
    }

    @JsonIgnore
    public boolean isEmpty() {
        return senders.isEmpty();
    }

    public RefusedSenders plus(RefusedSenders more) {
        Map<String, Sender> sum = new LinkedHashMap<>();
        senders.forEach(each -> sum.merge(each.key(), each, Sender::plus));
        more.senders.forEach(each -> sum.merge(each.key(), each, Sender::plus));
        return named(sum.values().stream().sorted(ORDER).toList());
    }

    /** The senders seen since that time. */
    public RefusedSenders since(long epochMillis) {
        return new RefusedSenders(
                senders.stream().filter(each -> each.lastSeen() >= epochMillis).toList());
    }

    private static RefusedSenders named(List<Sender> sorted) {
        List<Sender> named = new ArrayList<>();
        List<Sender> unnamed = new ArrayList<>();
        for (Sender each : sorted) {
            (each.isOther() || named.size() == MOST ? unnamed : named).add(each);
        }
        unnamed.stream().map(Sender::unnamed).reduce(Sender::plus).ifPresent(named::add);
        return new RefusedSenders(named);
    }
}
