package dev.cairn.report;

import dev.cairn.http.HttpRequest;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.ReadAccess;
import dev.cairn.report.api.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Routes that the plan of Cairn names and this version does not have. They are answered with 501 and a sentence instead
 * of 404, so that a client can tell "not yet" from a mistyped address.
 */
final class NotYetRoutes {
    /** What each of them will return. */
    private static final Map<String, String> ANSWERS = Map.of(
            "micros", "the micro conversions that come before a macro conversion",
            "targets", "targets and how far they are reached",
            "anomalies", "days with unusual figures",
            "audiences/{id}", "the size of an audience",
            "audiences/{id}/members", "the members of an audience",
            "ads-conversions.csv", "conversions for ads platforms",
            "pages", "pages by day",
            "today", "the figures of the page Today");

    private final List<Route> routes;

    NotYetRoutes(ReadAccess access) {
        this.routes = ANSWERS.entrySet().stream()
                .map(each -> route(access, each.getKey(), each.getValue()))
                .toList();
    }

    /** Empty if the address is not one of them. */
    Optional<Response> answer(HttpRequest request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return routes.stream()
                .flatMap(route -> Optional.ofNullable(route.methods().get(method))
                        .flatMap(endpoint -> route.match(request.path())
                                .map(variables -> endpoint.answer(new ApiRequest(request, variables))))
                        .stream())
                .findFirst();
    }

    private static Route route(ReadAccess access, String path, String what) {
        Route.Endpoint endpoint = call -> access.withAnyKey(call.request(), key -> ErrorResponse.notImplemented(what));
        return new Route("/v1/sites/{site}/" + path, new TreeMap<>(Map.of("GET", endpoint)));
    }
}
