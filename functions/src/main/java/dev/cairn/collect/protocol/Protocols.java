package dev.cairn.collect.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.http.BrowserPaths;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds the protocol for a path; the default is our own. */
public final class Protocols {
    private static final Protocol OWN = new CairnProtocol();

    private final Map<String, Protocol> byPath;

    /** @param strictJson parses JSON inside a string; empty if it is not well-formed */
    public Protocols(BrowserPaths paths, Function<String, Optional<JsonNode>> strictJson) {
        this.byPath = byPath(paths, strictJson);
    }

    private static Map<String, Protocol> byPath(BrowserPaths paths, Function<String, Optional<JsonNode>> strictJson) {
        Map<String, Protocol> byPath = new HashMap<>();
        byPath.put(PlausibleProtocol.PATH, new PlausibleProtocol(strictJson));
        byPath.put(UmamiProtocol.PATH, new UmamiProtocol());
        SegmentProtocol segment = new SegmentProtocol();
        SegmentProtocol.CALLS.keySet().forEach(path -> byPath.put(path, segment));
        Ga4MeasurementProtocol measurement = new Ga4MeasurementProtocol();
        byPath.put(Ga4MeasurementProtocol.PATH, measurement);
        byPath.put(Ga4MeasurementProtocol.DEBUG_PATH, measurement);
        byPath.put(paths.pixel(), new PixelProtocol());
        byPath.put(paths.event(), OWN);
        return byPath;
    }

    public Protocol at(String path) {
        return byPath.getOrDefault(path, OWN);
    }

    /** The keys of API Gateway's routes to the collector; the template lists the same ones. */
    public static Set<String> routes(BrowserPaths paths) {
        Set<String> routes = new TreeSet<>();
        byPath(paths, text -> Optional.empty())
                .forEach((path, protocol) ->
                        protocol.routedMethods().forEach(method -> routes.add(method + " " + path)));
        return routes;
    }
}
