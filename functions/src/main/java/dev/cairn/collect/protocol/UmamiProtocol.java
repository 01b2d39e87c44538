package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/send} of Umami's tracker and of {@code @umami/node}: one event without an id. The website is a
 * server key, or a site's id sent from an allowed origin. The response is Umami's: {@code {"beep":"boop"}} for a
 * crawler, otherwise a cache token that the tracker sends back in {@code x-umami-cache}. Umami stores the session and
 * visit in that token. Cairn computes visits later, so the token is constant and the ids are nil.
 */
public final class UmamiProtocol implements Protocol {
    static final String PATH = "/api/send";

    private static final String JSON = "application/json; charset=utf-8";
    private static final String NIL = "00000000-0000-0000-0000-000000000000";
    private static final String ACCEPTED =
            "{\"cache\":\"cairn\",\"sessionId\":\"" + NIL + "\",\"visitId\":\"" + NIL + "\"}";
    private static final String CRAWLER = "{\"beep\":\"boop\"}";
    private static final Set<String> TRANSACTION = Set.of("order_id", "revenue", "currency");
    private static final int MILLIS_DIGITS = 3;

    @Override
    public Manner manner() {
        return Manner.CLIENT;
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/json", "text/plain");
    }

    @Override
    public String allowedHeaders() {
        return "Content-Type, Authorization, X-Umami-Cache";
    }

    @Override
    public String keyPlace() {
        return "a server key as the website";
    }

    /** In Umami, a website's id is a UUID. */
    @Override
    public String unknownSiteAdvice() {
        return "website must be the id of a site, such as \"blog\", and the page's origin must be in that site's"
                + " origins";
    }

    @Override
    public Translated translate(HttpRequest request, JsonNode body) throws ProtocolException {
        JsonFields sent = JsonFields.of(body);
        JsonFields payload = sent.in("payload");
        String website = payload.text("website");
        Optional<String> secret = request.header("authorization")
                .flatMap(AuthorizationHeader::bearer)
                .or(() -> Optional.ofNullable(website).filter(AuthorizationHeader::isKey));
        if (website == null && secret.isEmpty()) {
            throw new ProtocolException(
                    Problem.MISSING_SITE, "The field payload.website must be the id of a site, or a server key.");
        }
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        if (website != null && !AuthorizationHeader.isKey(website)) {
            translated.put("site", website);
        }
        translated.putArray("events").add(event(sent.text("type"), payload));
        return new Translated(translated, secret);
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        return result.kind() == CollectResult.Kind.ACCEPTED
                ? result.saying(200, JSON, result.allExcluded() ? CRAWLER : ACCEPTED)
                : result.own();
    }

    private static ObjectNode event(@Nullable String type, JsonFields payload) {
        JsonFields consent = payload.in("consent");
        EventBuilder event = new EventBuilder()
                .put("user", payload.text("id"))
                .consent(isTrue(consent.first("analytics")), isTrue(consent.first("ads")))
                .person(payload.text("ip"), payload.text("userAgent"))
                .set("at", millis(payload.first("timestamp")))
                .put("url", address(payload, "url"))
                .put("referrer", address(payload, "referrer"));
        return (switch (type == null ? "" : type) {
                    case "event" -> happened(event, payload);
                    case "identify" -> event.name("identify");
                    case "performance" -> vitals(event.name("engagement"), payload);
                    default -> event;
                })
                .made();
    }

    /** An event without a name is a page view. */
    private static EventBuilder happened(EventBuilder event, JsonFields payload) {
        String name = payload.text("name");
        JsonFields data = payload.in("data");
        JsonNode amount = data.first("revenue");
        if (EventBuilder.isAmount(amount)) {
            event.value(amount, data.text("currency"));
        }
        return event.name(name == null ? "page_view" : name)
                .put("order_id", data.text("order_id"))
                .prop("title", name == null ? decoded(payload.text("title")) : null)
                .prop("tag", payload.text("tag"))
                .props(data.object(), TRANSACTION);
    }

    /** Reports web vitals as our script does (docs/browser.md). */
    private static EventBuilder vitals(EventBuilder event, JsonFields payload) {
        return event.prop("lcp_ms", payload.first("lcp"))
                .prop("inp_ms", payload.first("inp"))
                .prop("cls", payload.first("cls"));
    }

    /** A page or referrer. The tracker sends a URL or a path on {@code hostname}. */
    private static @Nullable String address(JsonFields payload, String field) {
        String sent = payload.text(field);
        String host = payload.text("hostname");
        return sent == null || host == null || !sent.startsWith("/") ? sent : "https://" + host + sent;
    }

    /** Umami's trackers up to version 2 percent-encode the title; text that cannot be decoded is kept. */
    private static @Nullable String decoded(@Nullable String title) {
        if (title == null) {
            return null;
        }
        try {
            return URLDecoder.decode(title.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return title;
        }
    }

    /** Seconds as milliseconds; any other value is kept for the validator to reject. */
    private static JsonNode millis(JsonNode seconds) {
        if (!EventBuilder.isAmount(seconds)) {
            return seconds;
        }
        BigDecimal millis = new BigDecimal(seconds.asText()).movePointRight(MILLIS_DIGITS);
        return JsonNodeFactory.instance.numberNode(millis.setScale(0, java.math.RoundingMode.FLOOR));
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }
}
