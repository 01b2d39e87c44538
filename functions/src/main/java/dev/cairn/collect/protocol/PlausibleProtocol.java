package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import dev.cairn.domain.event.PageUrl;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/event} of Plausible's script, its plug-ins and {@code plausible-tracker}: one event with long or
 * short keys and without id, time or visitor. The domain is the site's id. As in Plausible, the response is
 * {@code 202 ok}, with {@code x-plausible-dropped: 1} for a crawler's event.
 */
public final class PlausibleProtocol implements Protocol {
    static final String PATH = "/api/event";

    /** Plausible's names for events that our script reports under different names. */
    private static final Map<String, String> NAMES = Map.of(
            "pageview", "page_view",
            "engagement", "engagement",
            "Outbound Link: Click", "outbound_click",
            "File Download", "file_download",
            "Form: Submission", "form_submit");

    private static final String ORDER_ID = "order_id";

    private final Function<String, Optional<JsonNode>> strictJson;

    /** @param strictJson parses the JSON that older clients send inside a string; empty if it is not well-formed */
    public PlausibleProtocol(Function<String, Optional<JsonNode>> strictJson) {
        this.strictJson = strictJson;
    }

    @Override
    public Manner manner() {
        return Manner.CLIENT;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain", "application/json");
    }

    /** In Plausible, a site's id is its domain, which contains a dot; our ids never do. */
    @Override
    public String unknownSiteAdvice() {
        return "domain must be the id of a site, such as \"blog\", and the page's origin must be in that site's"
                + " origins";
    }

    @Override
    public Translated translate(HttpRequest request, JsonNode body) throws ProtocolException {
        JsonFields sent = JsonFields.of(body);
        Optional<String> secret = request.header("authorization")
                .map(header -> AuthorizationHeader.bearer(header).orElse(""));
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        String domain = sent.text("domain", "d");
        if (domain != null) {
            translated.put("site", domain);
        } else if (secret.isEmpty()) {
            throw new ProtocolException(Problem.MISSING_SITE, "The field domain (or d) must be the id of a site.");
        }
        translated.putArray("events").add(event(request, sent, secret.isPresent()));
        return new Translated(translated, secret);
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        if (result.kind() != CollectResult.Kind.ACCEPTED) {
            return result.own();
        }
        HttpResponse ok = result.saying(202, "text/plain; charset=utf-8", "ok");
        if (!result.allExcluded()) {
            return ok;
        }
        Map<String, String> headers = new HashMap<>(ok.headers());
        headers.put("x-plausible-dropped", "1");
        return new HttpResponse(ok.status(), headers, ok.body(), true);
    }

    private ObjectNode event(HttpRequest request, JsonFields sent, boolean server) {
        String name = sent.text("name", "n");
        JsonNode props = props(sent);
        EventBuilder event = new EventBuilder()
                .name(name == null ? null : NAMES.getOrDefault(name, name))
                .put("url", sent.text("url", "u"))
                .put("referrer", sent.text("referrer", "r"))
                .put("order_id", new JsonFields(props).text(ORDER_ID));
        money(event, new JsonFields(sent.first("revenue", "$")));
        if (server) {
            visitorOf(request, event);
        }
        return named(event, name, sent, new JsonFields(props)).made();
    }

    private static EventBuilder named(EventBuilder event, @Nullable String name, JsonFields sent, JsonFields props) {
        return switch (name == null ? "" : name) {
            case "engagement" -> event.prop("engaged_ms", sent.first("e")).prop("scroll", sent.first("sd"));
            case "Outbound Link: Click" -> event.prop("host", host(props.text("url")));
            case "File Download" -> event.prop("file", file(props.text("url")));
            default -> event.props(props.object(), Set.of(ORDER_ID));
        };
    }

    /** Older clients send the properties as a string that contains JSON. */
    private JsonNode props(JsonFields sent) {
        JsonNode props = sent.first("props", "p", "meta", "m");
        return props.isTextual() ? strictJson.apply(props.textValue()).orElse(MissingNode.getInstance()) : props;
    }

    private static @Nullable String host(@Nullable String address) {
        return PageUrl.tryParse(address).map(PageUrl::host).orElse(null);
    }

    /** Returns the last segment of the URL's path. */
    private static @Nullable String file(@Nullable String address) {
        return PageUrl.tryParse(address)
                .map(page -> page.path().substring(page.path().lastIndexOf('/') + 1))
                .filter(file -> !file.isEmpty())
                .orElse(null);
    }

    private static void money(EventBuilder event, JsonFields revenue) {
        JsonNode amount = revenue.first("amount");
        if (EventBuilder.isAmount(amount)) {
            event.value(amount, revenue.text("currency"));
        }
    }

    /**
     * Follows Plausible's convention for servers: the visitor's user agent is in User-Agent, and the visitor's address
     * is the first in X-Forwarded-For. An address added by API Gateway or a proxy is the key holder's and does not
     * identify a visitor.
     */
    private static void visitorOf(HttpRequest request, EventBuilder event) {
        request.header("x-forwarded-for")
                .map(list -> list.split(",", 2)[0].strip())
                .filter(first -> !first.isEmpty() && !first.equals(request.sourceIp()))
                .ifPresent(first ->
                        event.person(first, request.header("user-agent").orElse(null)));
    }
}
