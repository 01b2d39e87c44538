package dev.cairn.report;

import dev.cairn.report.api.ApiRequest;
import dev.cairn.report.api.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An address and what answers there.
 *
 * @param pattern segments; one in braces is a variable, and a last one with three dots is whatever follows
 * @param methods by method; HEAD is answered like GET
 */
record Route(String pattern, SortedMap<String, Endpoint> methods) {

    /** Answers one method of an address. */
    @FunctionalInterface
    interface Endpoint {
        Response answer(ApiRequest call);
    }

    /** The variables when the path is at this address. */
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

    /** For the header {@code Allow}. */
    String allow() {
        return String.join(", ", methods.keySet()) + (methods.containsKey("GET") ? ", HEAD" : "");
    }
}
