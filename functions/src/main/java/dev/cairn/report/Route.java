package dev.cairn.report;

import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A route: a path pattern and its endpoints by method.
 *
 * @param pattern segments; a segment in braces is a variable, and a final variable with three dots matches the rest of
 *     the path
 * @param methods endpoints by method; HEAD is handled like GET
 */
record Route(String pattern, SortedMap<String, Endpoint> methods) {

    /** Responds to one method of a route. */
    @FunctionalInterface
    interface Endpoint {
        Response answer(ApiRequest call);
    }

    static Route of(String pattern, Map<String, Endpoint> methods) {
        return new Route(pattern, new TreeMap<>(methods));
    }

    /** Returns the path's variables; empty when the path does not match the pattern. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = pattern.split("/", -1);
        String[] segments = path.split("/", pattern.endsWith("...}") ? wanted.length : -1);
        if (wanted.length != segments.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1).replace("...", ""), segments[i]);
            } else if (!wanted[i].equals(segments[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** The value of the {@code Allow} header. */
    String allow() {
        return String.join(", ", methods.keySet()) + (methods.containsKey("GET") ? ", HEAD" : "");
    }
}
