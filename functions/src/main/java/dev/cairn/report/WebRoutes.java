package dev.cairn.report;

import dev.cairn.http.BrowserPaths;
import dev.cairn.report.web.DashboardFiles;
import dev.cairn.report.web.OpenApiResource;
import dev.cairn.report.web.TrackerScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The routes of the Web function: files that browsers load. They read no tables. */
final class WebRoutes {
    private final TrackerScript script;
    private final DashboardFiles assets;
    private final OpenApiResource openApi;

    WebRoutes(BrowserPaths paths) {
        this.script = new TrackerScript(paths);
        this.assets = new DashboardFiles(paths);
        this.openApi = new OpenApiResource(paths);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("/", Map.of("GET", assets::page)),
                Route.of("/app/{file...}", Map.of("GET", assets::asset)),
                Route.of("/openapi.yaml", Map.of("GET", openApi::get))));
        script.paths().forEach(path -> routes.add(Route.of(path, Map.of("GET", script::get))));
        return routes;
    }

    /** The requested path; for an outdated version of the script, the unversioned path. */
    String current(String path) {
        return script.current(path);
    }
}
