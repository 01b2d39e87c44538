package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Set;

/** {@code POST /v1/events}: nothing to translate. */
public final class CairnProtocol implements Protocol {
    @Override
    public Manner manner() {
        return Manner.OWN;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain", "application/json");
    }

    /** Whoever sends the header speaks with a key; what is no bearer's secret is no key's. */
    @Override
    public Translated translate(HttpRequest request, JsonNode body) {
        return new Translated(
                body,
                request.header("authorization")
                        .map(header -> AuthorizationHeader.bearer(header).orElse("")));
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        return result.own();
    }
}
