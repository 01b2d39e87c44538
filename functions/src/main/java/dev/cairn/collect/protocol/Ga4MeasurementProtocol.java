package dev.cairn.collect.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.collect.protocol.ProtocolException.Problem;
import dev.cairn.http.HttpRequest;
import dev.cairn.http.HttpResponse;
import dev.cairn.store.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /mp/collect} of GA4's Measurement Protocol. {@code measurement_id} (or {@code firebase_app_id}) is the
 * site's id and {@code api_secret} a server key; a request without a key needs an allowed origin. As in GA4, a
 * malformed request gets a {@code 204}. Refused access and events that could not be stored are reported.
 * {@code /debug/mp/collect} stores nothing and reports what is wrong.
 */
public final class Ga4MeasurementProtocol implements Protocol {
    static final String PATH = "/mp/collect";
    static final String DEBUG_PATH = "/debug/mp/collect";

    private static final int MALFORMED = 400;
    private static final String JSON = "application/json; charset=utf-8";

    private record Validation(
            @JsonProperty("fieldPath") String fieldPath,
            String description,
            @JsonProperty("validationCode") String validationCode) {}

    private record Validated(
            @JsonProperty("validationMessages") List<Validation> validationMessages) {}

    /**
     * Translates one event of the protocol, in the form that GA4 exports also use.
     *
     * @param body the fields common to all events of a request, such as {@code client_id}
     */
    public static ObjectNode translated(JsonNode event, JsonNode body) {
        return new Ga4Event(new JsonFields(event), new JsonFields(body)).made();
    }

    @Override
    public Manner manner() {
        return Manner.CLIENT;
    }

    /** GA4 ignores the content type, and curl's default is that of an HTML form. */
    @Override
    public Set<String> mediaTypes() {
        return Set.of("", "text/plain", "application/json", "application/x-www-form-urlencoded");
    }

    @Override
    public String keyPlace() {
        return "a server key as api_secret";
    }

    @Override
    public boolean showsKey(HttpRequest request) {
        return secret(request).isPresent();
    }

    @Override
    public boolean triesOnly(HttpRequest request) {
        return request.path().equals(DEBUG_PATH) || Protocol.super.triesOnly(request);
    }

    @Override
    public Translated translate(HttpRequest request, JsonNode body) throws ProtocolException {
        JsonFields sent = JsonFields.of(body);
        Optional<String> secret = secret(request);
        Optional<String> site = Optional.ofNullable(request.query().get("measurement_id"))
                .or(() -> Optional.ofNullable(request.query().get("firebase_app_id")))
                .filter(id -> !id.isEmpty());
        if (site.isEmpty() && secret.isEmpty()) {
            throw new ProtocolException(Problem.MISSING_SITE, "The parameter measurement_id must be the id of a site.");
        }
        JsonNode events = sent.first("events");
        if (!events.isMissingNode() && !events.isArray()) {
            throw new ProtocolException(Problem.INVALID_EVENTS, "The field events must be a list of events.");
        }
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        site.ifPresent(id -> translated.put("site", id));
        ArrayNode made = translated.putArray("events");
        for (JsonNode event : events) {
            made.add(event.isObject() ? translated(event, body) : event);
        }
        return new Translated(translated, secret);
    }

    @Override
    public HttpResponse answer(HttpRequest request, CollectResult result) {
        if (request.path().equals(DEBUG_PATH) && !refused(result)) {
            return result.saying(200, JSON, Json.write(new Validated(validations(result))));
        }
        return refused(result) || result.kind() == CollectResult.Kind.TRIED
                ? result.own()
                : result.saying(204, "text/plain; charset=utf-8", "");
    }

    /** Whether the request was refused for a reason other than a malformed body. */
    private static boolean refused(CollectResult result) {
        return result.kind() == CollectResult.Kind.REFUSED && result.own().status() != MALFORMED;
    }

    private static List<Validation> validations(CollectResult result) {
        return result.kind() == CollectResult.Kind.REFUSED
                ? List.of(new Validation("", "The body contains no readable events.", "VALUE_INVALID"))
                : result.rejected().stream()
                        .map(each -> new Validation("events[" + each.index() + "]", each.reason(), "VALUE_INVALID"))
                        .toList();
    }

    /** Any other {@code api_secret} is one from Google, which senders may keep sending. */
    private static Optional<String> secret(HttpRequest request) {
        return Optional.ofNullable(request.query().get("api_secret")).filter(AuthorizationHeader::isKey);
    }
}
