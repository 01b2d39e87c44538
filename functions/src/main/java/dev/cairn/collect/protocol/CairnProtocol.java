package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Set;

/** Our own protocol, {@code POST /v1/events}, which needs no translation. */
public final class CairnProtocol implements Protocol {
    @Override
    public Manner manner() {
        return Manner.OWN;
    }

    @Override
    public Set<String> routedMethods() {
        return Set.of("POST", "OPTIONS");
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain", "application/json");
    }

    /**
     * A request with this header counts as sent with a key. Anything other than a bearer secret counts as an empty key,
     * which is never valid.
     */
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
