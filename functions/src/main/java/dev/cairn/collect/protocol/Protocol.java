package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/**
 * A protocol for sending events. It translates a request into the form of {@code POST /v1/events} (docs/api.md), and
 * the outcome into its own response. It does not repeat the checks on the common form, which are the same for all
 * protocols. Implementations are stateless.
 */
public interface Protocol {

    /** The kind of sender a protocol serves. */
    enum Manner {
        /** Our own protocol: the sender gives its site and an id for each event. */
        OWN,
        /**
         * Another tool's client: events may lack an id and may belong to different people, and a key implies its site.
         */
        CLIENT,
        /** Anything that loads an image: the events belong to no visitor and meet pixel goals only. */
        ANYBODY
    }

    Manner manner();

    /** The method for sending events. The only other method is {@code OPTIONS}. */
    default String method() {
        return "POST";
    }

    /** The methods in API Gateway's routes to this protocol; with {@code ANY} it responds to wrong methods itself. */
    default Set<String> routedMethods() {
        return Set.of("ANY");
    }

    /** The accepted media types; empty if a request has no body to read. */
    Set<String> mediaTypes();

    /** The headers that a page at an allowed origin may send. */
    default String allowedHeaders() {
        return "Content-Type, Authorization";
    }

    /** Where a server sends its key. Completes the sentence "servers send …". */
    default String keyPlace() {
        return "Authorization: Bearer <key>";
    }

    /** Advice for a site that is not in the plan. */
    default String unknownSiteAdvice() {
        return "add it under sites, or send the id of another site";
    }

    /** Whether the request contains anything that may be a server key; if so, the limits for server keys apply. */
    default boolean showsKey(HttpRequest request) {
        return request.header("authorization").isPresent();
    }

    /** Whether the request is a dry run that reports the outcome without storing anything. */
    default boolean triesOnly(HttpRequest request) {
        return "1".equals(request.query().get("debug"));
    }

    /** @param body the parsed body; absent if {@link #mediaTypes()} is empty */
    Translated translate(HttpRequest request, JsonNode body) throws ProtocolException;

    HttpResponse answer(HttpRequest request, CollectResult result);

    /**
     * A request in the form of {@code POST /v1/events}.
     *
     * @param body with {@code site} and {@code events}; {@code site} may be absent if a key is sent
     * @param secret the server key that was sent; empty if the request comes from a page
     */
    record Translated(JsonNode body, Optional<String> secret) {}
}
