package dev.cairn.report;

import dev.cairn.http.HttpRequest;
import java.util.Map;
import java.util.Objects;

/**
 * A request at an address that exists.
 *
 * @param path the address's variables by name
 */
record Call(HttpRequest request, Map<String, String> path) {

    String path(String variable) {
        return Objects.requireNonNull(path.get(variable), variable);
    }
}
