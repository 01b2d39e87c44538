package dev.cairn.collect.protocol;

import dev.cairn.domain.event.Delivery.Rejected;
import dev.cairn.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a request.
 *
 * @param rejected the events that were refused, with the reason of each
 * @param allExcluded every accepted event is left out of the statistics, as a crawler's are (V3)
 * @param word the code of the refusal, or the reason of the first refused event; empty when there is none
 * @param own the answer in the words of our own protocol
 */
public record CollectResult(Kind kind, List<Rejected> rejected, boolean allExcluded, String word, HttpResponse own) {

    /** How far a request came. */
    public enum Kind {
        /** At least one event is confirmed. */
        ACCEPTED,
        /** Readable and allowed, but no event was accepted. */
        ALL_REJECTED,
        /** Nothing was read, or access was refused, or the stream did not confirm. */
        REFUSED,
        /** Only asked what would become of it. */
        TRIED
    }

    /** An answer with the own one's headers, another status and another body. */
    HttpResponse saying(int status, String contentType, String body) {
        Map<String, String> headers = new HashMap<>(own.headers());
        headers.put("content-type", contentType);
        return HttpResponse.text(status, headers, body);
    }
}
