package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET} of the pixel, for emails and for pages that run no script: {@code ?site=shop&event=email_opened},
 * optionally with {@code id} (one per copy of an email, so that it counts once) and {@code url}. Every other parameter
 * becomes a property, except {@code debug} and {@code _}, which bypasses caches. Every response except a debug report
 * is the image; a refusal is visible in the status and in {@code x-cairn-refused}.
 */
public final class PixelProtocol implements Protocol {
    /** A transparent one-pixel GIF of 43 bytes. */
    private static final byte[] IMAGE =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

    private static final Set<String> KNOWN = Set.of("site", "event", "id", "url", "debug", "_");

    @Override
    public Manner manner() {
        return Manner.ANYBODY;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public Set<String> routedMethods() {
        return Set.of("GET");
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of();
    }

    /** Always false: a key in a URL would end up in logs and mailboxes. */
    @Override
    public boolean showsKey(HttpRequest request) {
        return false;
    }

    @Override
    public Translated translate(HttpRequest request, JsonNode body) throws ProtocolException {
        Map<String, String> query = request.query();
        String site = query.getOrDefault("site", "");
        if (site.isEmpty()) {
            throw new ProtocolException(Problem.MISSING_SITE, "The parameter site must be the id of a site.");
        }
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            if (parameter.getKey().indexOf('\0') >= 0 || parameter.getValue().indexOf('\0') >= 0) {
                throw new ProtocolException(Problem.INVALID_TEXT, "A parameter contains U+0000.");
            }
        }
        EventBuilder event =
                new EventBuilder().id(query.get("id")).name(query.get("event")).put("url", query.get("url"));
        query.forEach((key, value) -> {
            if (!KNOWN.contains(key)) {
                event.prop(key, value);
            }
        });
        ObjectNode translated = JsonNodeFactory.instance.objectNode().put("site", site);
        translated.putArray("events").add(event.made());
        return new Translated(translated, Optional.empty());
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        if (result.kind() == CollectResult.Kind.TRIED) {
            return result.own();
        }
        HttpResponse own = result.own();
        Map<String, String> headers = new HashMap<>(own.headers());
        headers.put("content-type", "image/gif");
        // A page may require every embedded resource to opt in.
        headers.put("cross-origin-resource-policy", "cross-origin");
        if (result.kind() == CollectResult.Kind.ACCEPTED) {
            return new HttpResponse(200, headers, IMAGE, false);
        }
        headers.put("x-cairn-refused", result.word());
        return new HttpResponse(own.status(), headers, IMAGE, false);
    }
}
