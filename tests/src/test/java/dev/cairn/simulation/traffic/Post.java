package dev.cairn.simulation.traffic;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that a client sends until it is acknowledged.
 *
 * @param due when it is first sent, epoch milliseconds
 * @param server whether it is sent with the server key, not by a browser
 * @param address the peer's
 * @param headers by lower-case name, without those common to all requests of the kind
 * @param clockAhead how far the client's clock is ahead of ours, milliseconds; null for a client that never sends its
 *     time
 * @param body JSON without {@code sent_at}
 * @param events number of events in the body
 * @param kind why it is sent
 * @param late whether it is sent long after its events
 */
public record Post(
        long due,
        boolean server,
        String address,
        Map<String, String> headers,
        @Nullable Long clockAhead,
        String body,
        int events,
        Kind kind,
        boolean late)
        implements Comparable<Post> {

    /** Why it is sent. */
    public enum Kind {
        FIRST,
        /** The same body again, although it was acknowledged. */
        DUPLICATE,
        /** The same ids with different content. */
        CONFLICTING
    }

    /** The body as sent at a given time. */
    public String bodyAt(long now) {
        return clockAhead == null ? body : "{\"sent_at\":" + (now + clockAhead) + "," + body.substring(1);
    }

    /** The same post at another time. */
    public Post again(long when, Kind why) {
        return new Post(when, server, address, headers, clockAhead, body, events, why, late);
    }

    @Override
    public int compareTo(Post other) {
        return Long.compare(due, other.due);
    }

    /** In order of time; equal times keep the list's order. */
    public static List<Post> inOrder(List<Post> posts) {
        return posts.stream().sorted().toList();
    }
}
