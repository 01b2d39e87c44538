package dev.cairn.http;

import java.util.Map;

/**
 * Where browsers find what they need, each a path that begins with a slash. They are parameters of the template, because
 * the usual ones come onto public block lists.
 *
 * @param event where events are posted
 * @param script the browser script
 * @param pixel the one-pixel image that counts where no script runs
 */
public record PublicPaths(String event, String script, String pixel) {
    public static final PublicPaths DEFAULT = new PublicPaths("/v1/events", "/cairn.js", "/cairn.gif");

    /** What the template put into the environment; the default for what it left out. */
    public static PublicPaths fromEnvironment(Map<String, String> environment) {
        return new PublicPaths(
                environment.getOrDefault("EVENT_PATH", DEFAULT.event),
                environment.getOrDefault("SCRIPT_PATH", DEFAULT.script),
                environment.getOrDefault("PIXEL_PATH", DEFAULT.pixel));
    }
}
