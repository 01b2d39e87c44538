package dev.cairn.collect.protocol;

import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a request.
 *
 * @param rejected the rejected events, each with its reason
 * @param allExcluded whether every accepted event is excluded from the statistics, such as a crawler's (V3)
 * @param word the code of the refusal, or the reason of the first rejected event; empty when there is none
 * @param own the response in our own protocol
 */
public record CollectResult(Kind kind, List<Rejected> rejected, boolean allExcluded, String word, HttpResponse own) {

    /** How far a request was processed. */
    public enum Kind {
        /** The stream has confirmed at least one event. */
        ACCEPTED,
        /** The request was readable and allowed, but no event was accepted. */
        ALL_REJECTED,
        /** The request was not readable, access was refused, or the stream did not confirm the events. */
        REFUSED,
        /** A dry run: the request only asked what the outcome would be. */
        TRIED
    }

    /** A response with the headers of {@link #own} but a different status and body. */
    HttpResponse saying(int status, String contentType, String body) {
        Map<String, String> headers = new HashMap<>(own.headers());
        headers.put("content-type", contentType);
        return HttpResponse.text(status, headers, body);
    }
}
