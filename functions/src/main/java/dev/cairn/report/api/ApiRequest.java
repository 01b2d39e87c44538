package dev.cairn.report.api;

import dev.cairn.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A request that matched a route.
 *
 * @param path the path's variables by name
 */
public record ApiRequest(HttpRequest request, Map<String, String> path) {

    /** This request without a query parameter that has already been evaluated. */
    public ApiRequest without(String parameter) {
        if (!request.query().containsKey(parameter)) {
            return this;
        }
        Map<String, String> query = new HashMap<>(request.query());
        query.remove(parameter);
        return new ApiRequest(request.withQuery(query), path);
    }

    public String path(String variable) {
        return Objects.requireNonNull(path.get(variable), variable);
    }
}
