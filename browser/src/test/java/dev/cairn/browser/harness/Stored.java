package dev.cairn.browser.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data that a browser stores.
 *
 * @param cookies of the whole profile, as {@code name of domain}
 * @param local of the page's origin
 * @param session of the page's origin
 * @param databases of the page's origin, and its caches
 */
public record Stored(
        Map<String, String> cookies, Map<String, String> local, Map<String, String> session, List<String> databases) {

    /** The same without the cookies of that name: a consent tool has to store the answer itself. */
    public Stored without(String cookie) {
        Map<String, String> others = new HashMap<>(cookies);
        others.keySet().removeIf(key -> key.startsWith(cookie + " of "));
        return new Stored(others, local, session, databases);
    }

    public boolean nothing() {
        return cookies.isEmpty() && local.isEmpty() && session.isEmpty() && databases.isEmpty();
    }
}
