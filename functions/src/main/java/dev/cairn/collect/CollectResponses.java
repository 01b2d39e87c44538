package dev.cairn.collect;

import dev.cairn.collect.protocol.Protocol;
import dev.cairn.collect.protocol.Protocol.Manner;
import dev.cairn.collect.request.CollectRequest;
import dev.cairn.collect.request.DeviceCookie;
import dev.cairn.collect.request.EventFault;
import dev.cairn.collect.request.EventWarning;
import dev.cairn.collect.request.RejectedEvent;
import dev.cairn.collect.request.RequestError;
import dev.cairn.collect.request.RequestRefusal;
import dev.cairn.http.HttpResponse;
import dev.cairn.store.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The responses in docs/api.md, with headers that let a browser read them and do nothing else. */
final class CollectResponses {
    private static final Map<String, String> HEADERS = Map.of(
            "content-type", "application/json; charset=utf-8",
            "cache-control", "no-store",
            "x-content-type-options", "nosniff",
            "content-security-policy", "default-src 'none'",
            "vary", "Origin");
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String PREFLIGHT_SECONDS = "3600";

    /** @param faults the errors after the first; null if there are none */
    private record Place(
            int index,
            String reason,
            String field,
            String message,
            @Nullable List<Fault> faults) {}

    private record Fault(String reason, String field, String message) {}

    /** @param warnings null if there are none */
    private record Accepted(
            int accepted, List<Place> rejected, @Nullable List<EventWarning> warnings) {}

    private record Problem(String code, String message, String requestId) {}

    private record Refused(
            Problem error,
            @Nullable Integer accepted,
            @Nullable List<Place> rejected,
            @Nullable List<EventWarning> warnings) {}

    private CollectResponses() {}

    static HttpResponse accepted(CollectRequest collectRequest) {
        return json(
                202,
                new Accepted(collectRequest.accepted.size(), places(collectRequest.rejected), warnings(collectRequest)),
                DeviceCookie.of(collectRequest)
                        .map(cookie -> Map.of("set-cookie", cookie))
                        .orElse(Map.of()));
    }

    static HttpResponse debug(Object report) {
        return json(200, report, Map.of());
    }

    static String methods(Protocol protocol) {
        return protocol.manner() == Manner.ANYBODY ? protocol.method() : protocol.method() + ", OPTIONS";
    }

    static HttpResponse notAllowed(Protocol protocol, String requestId) {
        RequestRefusal refusal = new RequestRefusal(
                RequestError.METHOD_NOT_ALLOWED, "This endpoint accepts only " + methods(protocol) + ".");
        HttpResponse refused = refused(refusal, requestId);
        Map<String, String> headers = new HashMap<>(refused.headers());
        headers.put("allow", methods(protocol));
        return new HttpResponse(refused.status(), headers, refused.body(), refused.text());
    }

    static HttpResponse refused(RequestRefusal refusal, String requestId) {
        Problem problem = new Problem(refusal.fault().code(), refusal.message(), requestId);
        return json(refusal.fault().status(), new Refused(problem, null, null, null), extra(refusal));
    }

    static HttpResponse allRejected(CollectRequest collectRequest) {
        Problem problem = new Problem(
                RequestError.ALL_REJECTED.code(),
                "No event was accepted; rejected lists the reason for each.",
                collectRequest.request.requestId());
        Refused refused = new Refused(problem, 0, places(collectRequest.rejected), warnings(collectRequest));
        return json(RequestError.ALL_REJECTED.status(), refused, Map.of());
    }

    /** The response to a preflight request, which lists what an allowed page may send. */
    static HttpResponse preflight(Protocol protocol) {
        return HttpResponse.text(
                204,
                Map.of(
                        "access-control-allow-methods",
                        methods(protocol),
                        "access-control-allow-headers",
                        protocol.allowedHeaders(),
                        "access-control-max-age",
                        PREFLIGHT_SECONDS,
                        "vary",
                        "Origin"),
                "");
    }

    /**
     * The same response, readable by pages of this origin. It is never readable by all pages, and is readable with
     * credentials only if the request contained the script's cookie. Nothing in a response depends on that cookie.
     */
    static HttpResponse readableBy(String origin, HttpResponse answer, boolean withCookie) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("access-control-allow-origin", origin);
        if (withCookie) {
            headers.put("access-control-allow-credentials", "true");
        }
        // The only header exposed to scripts: when to retry.
        headers.put("access-control-expose-headers", "Retry-After");
        return new HttpResponse(answer.status(), headers, answer.body(), answer.text());
    }

    private static Map<String, String> extra(RequestRefusal refusal) {
        if (refusal.retryAfterSeconds().isPresent()) {
            return Map.of(
                    "retry-after", Long.toString(refusal.retryAfterSeconds().getAsLong()));
        }
        return switch (refusal.fault()) {
            case UNAVAILABLE -> Map.of("retry-after", RETRY_AFTER_SECONDS);
            case UNKNOWN_KEY -> Map.of("www-authenticate", "Bearer");
            default -> Map.of();
        };
    }

    private static List<Place> places(List<RejectedEvent> rejected) {
        return rejected.stream()
                .map(each -> {
                    EventFault first = each.faults().getFirst();
                    return new Place(each.index(), each.reason(), first.field(), first.message(), further(each));
                })
                .toList();
    }

    private static @Nullable List<Fault> further(RejectedEvent event) {
        return event.faults().size() == 1
                ? null
                : event.faults().stream()
                        .skip(1)
                        .map(fault -> new Fault(fault.reason().word(), fault.field(), fault.message()))
                        .toList();
    }

    private static @Nullable List<EventWarning> warnings(CollectRequest collectRequest) {
        return collectRequest.warnings.isEmpty() ? null : collectRequest.warnings;
    }

    private static HttpResponse json(int status, Object body, Map<String, String> extra) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.putAll(extra);
        return HttpResponse.text(status, headers, Json.write(body));
    }
}
