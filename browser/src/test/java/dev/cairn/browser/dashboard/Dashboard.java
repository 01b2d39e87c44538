package dev.cairn.browser.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.browser.harness.BrowserFixture;
import dev.cairn.browser.harness.Cairn;
import dev.cairn.browser.harness.Chromium;
import dev.cairn.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The dashboard in its own browser, which records forbidden behaviour: dialogs and violations of the policy. */
final class Dashboard {
    private static final String WATCH = """
            window.breaches = [];
            addEventListener('securitypolicyviolation',
                e => breaches.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + (e.sample ?? '')));
            for (const dialog of ['alert', 'confirm', 'prompt']) {
              window[dialog] = text => { breaches.push(dialog + ' ' + text); return null; };
            }
            """;

    private final Cairn cairn;
    private final Chromium browser;

    private Dashboard(Cairn cairn, Chromium browser) {
        this.cairn = cairn;
        this.browser = browser;
    }

    static Dashboard of(BrowserFixture stage) throws IOException {
        Dashboard dashboard = new Dashboard(stage.cairn(), stage.browser());
        dashboard.browser.beforeEachPage(WATCH);
        return dashboard;
    }

    /** Opens the dashboard with a key that reads the test's site, as after signing in. */
    static Dashboard signedIn(BrowserFixture stage) throws IOException {
        return signedIn(stage, key(stage.cairn(), stage.site().id()));
    }

    /** Opens the dashboard of another system than the tests'. */
    static Dashboard withKey(BrowserFixture stage, Cairn cairn, String key) throws IOException {
        Dashboard dashboard = new Dashboard(cairn, stage.browser());
        dashboard.browser.beforeEachPage("if (location.origin === '%s') { sessionStorage.setItem('cairn-key', '%s'); }"
                .formatted(cairn.origin(), key));
        return dashboard;
    }

    static Dashboard signedIn(BrowserFixture stage, String key) throws IOException {
        Dashboard dashboard = of(stage);
        dashboard.browser.beforeEachPage("if (location.origin === '%s') { sessionStorage.setItem('cairn-key', '%s'); }"
                .formatted(stage.cairn().origin(), key));
        return dashboard;
    }

    /** Creates a key that reads a site. */
    static String key(Cairn cairn, String site) {
        return key(cairn, site, List.of("stats:read"));
    }

    /** Creates a key that reads a site and writes its plan. */
    static String editorsKey(Cairn cairn, String site) {
        return key(cairn, site, List.of("stats:read", "plan:write"));
    }

    static String key(Cairn cairn, String site, List<String> scopes) {
        ObjectNode order = Json.MAPPER.createObjectNode().put("site", site).put("name", "of a test");
        scopes.forEach(order.putArray("scopes")::add);
        return cairn.post("/v1/keys", order.toString()).path("key").asText();
    }

    Chromium browser() {
        return browser;
    }

    /** Opens an address of the dashboard, {@code #/goals?range=7d}, and waits until it has loaded. */
    Dashboard open(String fragment) {
        browser.open("about:blank");
        browser.open(cairn.origin() + "/" + fragment);
        return settled();
    }

    /** Waits until the requested view has loaded. */
    Dashboard settled() {
        browser.await("document.querySelector('main') && !document.querySelector('[aria-busy]')"
                + " && document.querySelector('.view > *, .notice, .signin')");
        return this;
    }

    /** Waits until the page contains this text. */
    Dashboard says(String text) {
        browser.await("document.body.innerText.includes(" + Json.write(text) + ")");
        return this;
    }

    String text() {
        return String.valueOf(browser.script("return document.body.innerText"));
    }

    /** Presses keys where the focus is. */
    Dashboard press(CharSequence... keys) {
        browser.driver().switchTo().activeElement().sendKeys(keys);
        return this;
    }

    /** Gives an element the focus. */
    Dashboard focus(String css) {
        browser.find(css);
        browser.script("document.querySelector(arguments[0]).focus()", css);
        return this;
    }

    /** What has the focus: its tag and its name. */
    String focused() {
        return String.valueOf(browser.script("""
                const had = document.activeElement;
                const label = had.closest('label')?.querySelector('span')?.textContent;
                return had.tagName + ' ' + (label ?? had.getAttribute('aria-label') ?? had.innerText.trim());
                """));
    }

    /** What a screen reader was told last. */
    String said() {
        return String.valueOf(browser.script("return document.querySelector('main > [role=status]').textContent"));
    }

    /** The dialogs opened and the Content-Security-Policy violations since the page was loaded. */
    List<?> breaches() {
        return (List<?>) Objects.requireNonNull(browser.script("return window.breaches"));
    }

    /** The addresses that the page requested. */
    List<?> asked() {
        return (List<?>) Objects.requireNonNull(
                browser.script("return performance.getEntriesByType('resource').map(each => each.name)"));
    }

    /** The serious and critical violations found by axe-core, each with its first elements. */
    List<?> barriers() throws IOException {
        browser.script(axe());
        @Nullable Object found = browser.asyncScript("""
                const {violations} = await axe.run(document, {resultTypes: ['violations']});
                return violations.filter(each => ['serious', 'critical'].includes(each.impact)).map(each =>
                    each.id + ': ' + each.nodes.slice(0, 3).map(node => node.target.join(' ') + ' '
                        + (node.any[0]?.message ?? '')).join('; '));
                """);
        return found instanceof List<?> list ? list : List.of(String.valueOf(found));
    }

    /** Sets the system's preference for {@code light} or {@code dark}, or for colours of its own, {@code forced}. */
    Dashboard prefers(String scheme) {
        Map<String, String> feature = scheme.equals("forced")
                ? Map.of("name", "forced-colors", "value", "active")
                : Map.of("name", "prefers-color-scheme", "value", scheme);
        browser.devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        return this;
    }

    /** Sets the window's size, as on a phone. */
    Dashboard wide(int width) {
        browser.devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
        return this;
    }

    private static String axe() throws IOException {
        try (InputStream in = Dashboard.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
