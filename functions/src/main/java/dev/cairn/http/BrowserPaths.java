package dev.cairn.http;

import java.util.Map;

/**
 * The paths that browsers use, each beginning with a slash. They are template parameters, because the default paths end
 * up on public block lists.
 *
 * @param event the path to which events are posted
 * @param script the browser script
 * @param pixel the one-pixel image that counts where scripts do not run
 */
public record BrowserPaths(String event, String script, String pixel) {
    public static final BrowserPaths DEFAULT = new BrowserPaths("/v1/events", "/cairn.js", "/cairn.gif");

    /** The paths that the template sets in the environment; the default for each path that is not set. */
    public static BrowserPaths fromEnvironment(Map<String, String> environment) {
        return new BrowserPaths(
                environment.getOrDefault("EVENT_PATH", DEFAULT.event),
                environment.getOrDefault("SCRIPT_PATH", DEFAULT.script),
                environment.getOrDefault("PIXEL_PATH", DEFAULT.pixel));
    }
}
