package dev.cairn.compatibility;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/** Builds a request to the collector. Times are those of Brussels. */
final class Body {
    static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    static final String PHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
    static final String CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    /** What the CDN in front of the collector proves itself with. */
    static final String EDGE = "the-edge-secret-of-these-tests";

    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");

    private final long receivedAt;
    private final String site;
    private final boolean server;
    private final Map<String, String> headers = new TreeMap<>();
    private final ObjectNode body = Json.MAPPER.createObjectNode();
    private final ObjectNode context;
    private final ArrayNode events;
    private String ip = "192.0.2.7";
    private long skew;
    private ObjectNode event = body;

    private Body(String site, String receivedAt, boolean server) {
        this.receivedAt = millis(receivedAt);
        this.site = site;
        this.server = server;
        body.put("site", site);
        this.context = body.putObject("context");
        this.events = body.putArray("events");
    }

    /** From a page of the site, with a correct clock and without consent. */
    static Body browser(String site, String receivedAt) {
        Body browser = new Body(site, receivedAt, false);
        browser.headers.put("origin", "https://" + site + ".example");
        browser.headers.put("content-type", "text/plain");
        browser.headers.put("user-agent", FIREFOX);
        browser.body.put("sent_at", browser.receivedAt);
        return browser.page("/");
    }

    /** With the site's server key and consent. */
    static Body server(String site, String receivedAt) {
        Body server = new Body(site, receivedAt, true);
        server.headers.put("content-type", "application/json");
        server.body.putObject("consent").put("analytics", true).put("ads", true);
        return server;
    }

    static long millis(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant().toEpochMilli();
    }

    Body visitor(String id) {
        body.put("visitor", id).putObject("consent").put("analytics", true).put("ads", true);
        return this;
    }

    Body user(String id) {
        body.put("user", id).putObject("consent").put("analytics", true).put("ads", true);
        return this;
    }

    Body ip(String address) {
        ip = address;
        return this;
    }

    Body header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Body page(String path) {
        context.put("url", "https://" + site + ".example" + path);
        return this;
    }

    Body referrer(String url) {
        context.put("referrer", url);
        return this;
    }

    Body webdriver() {
        context.put("webdriver", true);
        return this;
    }

    /** Sets the clock ahead by this much. */
    Body clockAhead(Duration by) {
        skew = by.toMillis();
        body.put("sent_at", receivedAt + skew);
        return this;
    }

    /** Minutes before receipt. */
    Body event(String id, String name, int minutesBefore) {
        return eventAt(
                id, name, receivedAt + skew - Duration.ofMinutes(minutesBefore).toMillis());
    }

    Body eventAt(String id, String name, String local) {
        return eventAt(id, name, millis(local));
    }

    private Body eventAt(String id, String name, long at) {
        event = events.addObject().put("id", id).put("at", at);
        return with("name", name);
    }

    /** A field of the last event. */
    Body with(String field, String value) {
        event.put(field, value);
        return this;
    }

    Body seq(int seq) {
        event.put("seq", seq);
        return this;
    }

    /** A property of the last event. */
    Body prop(String key, Object value) {
        ObjectNode props = event.withObjectProperty("props");
        props.set(key, Json.MAPPER.valueToTree(value));
        return this;
    }

    Body order(String id) {
        return with("order_id", id);
    }

    Body value(String amount, String currency) {
        event.putObject("value").put("amount", amount).put("currency", currency);
        return this;
    }

    /** The person of the last event, if a server reports for a person whose IP address it knows. */
    Body of(String address, String path) {
        event.putObject("context").put("ip", address).put("url", "https://" + site + ".example" + path);
        return this;
    }

    Sent sent() {
        return new Sent(receivedAt, site, server, ip, headers, body.toString());
    }
}
