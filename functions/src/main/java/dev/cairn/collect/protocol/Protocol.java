package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/**
 * A protocol that events come in: it says a request in the form of {@code POST /v1/events} (SPEC section 2) and what
 * became of it in its own words. It checks nothing that the one form's checks look at: those are the same for all.
 * Implementations have no state.
 */
public interface Protocol {

    /** What a dialect's senders are like. */
    enum Manner {
        /** Our own protocol: a sender names its site and each event. */
        OWN,
        /** Another tool's client: events may lack an id, each may speak for somebody else, a key stands for its site. */
        CLIENT,
        /** Whoever loads an image: such events speak for nobody and meet pixel goals only. */
        ANYBODY
    }

    Manner manner();

    /** The one method beside {@code OPTIONS} that events come with. */
    default String method() {
        return "POST";
    }

    /** Empty where a request has no body to read. */
    Set<String> mediaTypes();

    /** The headers that a page at an allowed origin may send. */
    default String allowedHeaders() {
        return "Content-Type, Authorization";
    }

    /** Where a server shows its key, to complete "servers send …". */
    default String keyPlace() {
        return "Authorization: Bearer <key>";
    }

    /** What to do about a site that is not in the plan. */
    default String unknownSiteAdvice() {
        return "add it under sites, or send the id of another";
    }

    /** Whether something is shown that may be a server key; its request is read under a server key's limits. */
    default boolean showsKey(HttpRequest request) {
        return request.header("authorization").isPresent();
    }

    /** Whether the sender only asks what would become of its events. */
    default boolean triesOnly(HttpRequest request) {
        return "1".equals(request.query().get("debug"));
    }

    /** @param body as read; absent where {@link #mediaTypes()} is empty */
    Translated translate(HttpRequest request, JsonNode body) throws ProtocolException;

    HttpResponse answer(HttpRequest request, CollectResult result);

    /**
     * A request in the form of {@code POST /v1/events}.
     *
     * @param body with {@code site} and {@code events}; {@code site} may be absent where a key is shown
     * @param secret the server key that is shown; empty where the request speaks for a page
     */
    record Translated(JsonNode body, Optional<String> secret) {}
}
