package dev.cairn.report;

import dev.cairn.http.BrowserPaths;
import dev.cairn.http.HttpRequest;
import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.ErrorResponse;
import dev.cairn.report.api.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Dispatches requests to the routes of one function, or of all functions when one process serves the whole API. */
final class Router {
    private final List<Route> routes;
    private final UnaryOperator<String> current;
    private final Map<String, String> sendingMethods;

    /** @param current maps the requested path to the path that is served */
    private Router(List<Route> routes, UnaryOperator<String> current, BrowserPaths paths) {
        this.routes = routes;
        this.current = current;
        this.sendingMethods = Map.of(paths.event(), "POST, OPTIONS", paths.pixel(), "GET");
    }

    static Router web(BrowserPaths paths) {
        WebRoutes web = new WebRoutes(paths);
        return new Router(web.routes(), web::current, paths);
    }

    static Router report(ApiServices services, BrowserPaths paths) {
        return new Router(new ReportRoutes(services, paths).routes(), UnaryOperator.identity(), paths);
    }

    static Router admin(ApiServices services, BrowserPaths paths) {
        return new Router(new AdminRoutes(services).routes(), UnaryOperator.identity(), paths);
    }

    static Router everything(ApiServices services, BrowserPaths paths) {
        WebRoutes web = new WebRoutes(paths);
        List<Route> all = Stream.of(
                        web.routes(), new ReportRoutes(services, paths).routes(), new AdminRoutes(services).routes())
                .flatMap(List::stream)
                .toList();
        return new Router(all, web::current, paths);
    }

    List<Route> routes() {
        return routes;
    }

    Response answer(HttpRequest request) {
        String path = current.apply(request.path());
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                String method = request.method().equals("HEAD") ? "GET" : request.method();
                Route.Endpoint endpoint = route.methods().get(method);
                return endpoint == null ? notAllowed(route) : endpoint.answer(new ApiRequest(request, variables.get()));
            }
        }
        String sending = sendingMethods.get(request.path());
        return sending == null ? nothingHere() : sentTo(sending);
    }

    /**
     * Rejects a request to an event endpoint whose method matches none of its API Gateway routes; such requests end up
     * here.
     */
    private static ErrorResponse sentTo(String methods) {
        return new ErrorResponse(
                405,
                "method_not_allowed",
                "This endpoint accepts only " + methods.split(",")[0] + ".",
                Map.of(),
                Map.of("allow", methods));
    }

    private ErrorResponse nothingHere() {
        return ErrorResponse.missing(
                "not_found",
                "No such route.",
                routes.stream()
                        .map(route -> route.allow().replace(", HEAD", "").replace(", ", "|") + " " + route.pattern())
                        .toList());
    }

    private static ErrorResponse notAllowed(Route route) {
        return new ErrorResponse(
                405,
                "method_not_allowed",
                "This endpoint accepts only " + route.allow() + ".",
                Map.of("allowed", List.of(route.allow().split(", "))),
                Map.of("allow", route.allow()));
    }
}
