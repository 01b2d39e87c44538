package dev.cairn.collect.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.Paths;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which protocol is spoken at a path. What no other has is our own's. */
public final class Dialects {
    private static final Dialect OWN = new OwnProtocol();

    private final Map<String, Dialect> byPath = new HashMap<>();

    /** @param strictJson reads JSON that stands in a text; empty for what is not well-formed */
    public Dialects(Paths paths, Function<String, Optional<JsonNode>> strictJson) {
        byPath.put(Plausible.PATH, new Plausible(strictJson));
        Segment segment = new Segment();
        Segment.CALLS.keySet().forEach(path -> byPath.put(path, segment));
        MeasurementProtocol measurement = new MeasurementProtocol();
        byPath.put(MeasurementProtocol.PATH, measurement);
        byPath.put(MeasurementProtocol.DEBUG_PATH, measurement);
        byPath.put(paths.pixel(), new Pixel());
        byPath.put(paths.event(), OWN);
    }

    public Dialect at(String path) {
        return byPath.getOrDefault(path, OWN);
    }

    /** API Gateway's keys of the routes that lead here; the template has the same. */
    public static Set<String> routes(Paths paths) {
        Set<String> routes = new TreeSet<>();
        Segment.CALLS.keySet().forEach(path -> routes.add("ANY " + path));
        routes.add("ANY " + Plausible.PATH);
        routes.add("ANY " + MeasurementProtocol.PATH);
        routes.add("ANY " + MeasurementProtocol.DEBUG_PATH);
        routes.add("GET " + paths.pixel());
        routes.add("POST " + paths.event());
        routes.add("OPTIONS " + paths.event());
        return routes;
    }
}
