package dev.cairn.local.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** The links from the page's request to the collector's confirmation that the event is in the stream. */
final class CollectorLinks {
    /** The name of the event sent, which distinguishes it from others. */
    private final String name = "cairn_doctor_" + UUID.randomUUID().toString().substring(0, 8);

    private final Subject subject;
    private final HttpProbe http;
    private final Deployment deployment;
    private Instant sentAt = Instant.MAX;
    private HttpProbe.Answer tried =
            new HttpProbe.Answer(0, java.net.http.HttpHeaders.of(java.util.Map.of(), (a, b) -> true), "");

    CollectorLinks(Subject subject, HttpProbe http, Deployment deployment) {
        this.subject = subject;
        this.http = http;
        this.deployment = deployment;
    }

    /** When the event was sent, according to this machine's clock. */
    Instant sentAt() {
        return sentAt;
    }

    String eventName() {
        return name;
    }

    /** {@code cairn.js} sends without a preflight request, so its events arrive whatever the preflight response is. */
    Verdict preflight() throws IOException, InterruptedException {
        HttpProbe.Answer answer = http.preflight(subject.at(deployment.eventPath()), subject.origin());
        String allowed = answer.header("access-control-allow-origin").orElse("");
        return answer.status() / 100 == 2 && (allowed.equals(subject.origin()) || allowed.equals("*"))
                ? Verdict.holds("OPTIONS is answered for " + subject.origin())
                : Verdict.noted(
                        "OPTIONS " + deployment.eventPath() + " answers " + answer.status() + " with "
                                + (allowed.isEmpty() ? "no Access-Control-Allow-Origin" : "the origin " + allowed)
                                + ", so that clients that send application/json from a page fail; cairn.js does not ask.",
                        "Let the proxy or CDN forward OPTIONS and Origin, and do not configure CORS there or on the API.");
    }

    /**
     * Sends {@code ?debug=1}, so that nothing is stored, and the automated-browser hint, so that nothing is counted if
     * the query is lost.
     */
    Verdict access() throws IOException, InterruptedException {
        tried = http.beacon(subject.at(deployment.eventPath() + "?debug=1"), subject.origin(), body(true));
        return switch (tried.errorCode()) {
            case "unknown_site" ->
                Verdict.broken(
                        tried.sentence(),
                        "Add the site to the plan, or correct --site and data-site: see GET /v1/sites.");
            case "origin_not_allowed" ->
                Verdict.broken(
                        tried.sentence(),
                        "Add \"" + subject.origin() + "\" to sites." + subject.site()
                                + ".origins in the plan; scheme, host and port have to be equal.");
            case "missing_origin" ->
                Verdict.broken(tried.sentence(), "Let the proxy or CDN forward the header Origin.");
            default ->
                tried.status() / 100 == 2
                        ? Verdict.holds("the plan has the site " + subject.site() + " and lists " + subject.origin())
                        : refused(tried);
        };
    }

    private static Verdict refused(HttpProbe.Answer answer) {
        return Verdict.broken(
                answer.sentence(),
                switch (answer.status()) {
                    case 404 -> "Route POST of the event path to Collect; the proxy or CDN may rewrite it.";
                    case 415, 400 -> "Let the proxy or CDN forward body and Content-Type unchanged.";
                    case 429 ->
                        "Requests are above EventRateLimit, or a firewall limits them: raise it if this is your traffic.";
                    case 503 ->
                        "The stream does not confirm events: look at StreamFull; on one machine, free disk space.";
                    default ->
                        answer.status() >= 500
                                ? "Look at the log group of Collect and the alarm CollectFails."
                                : "A firewall or proxy in front refuses it: let POST requests pass.";
                });
    }

    Verdict readable() {
        java.util.List<String> allowed = tried.headers().allValues("access-control-allow-origin");
        return allowed.equals(java.util.List.of(subject.origin()))
                ? Verdict.holds("the page may read the answer")
                : Verdict.broken(
                        "The answer has "
                                + (allowed.isEmpty()
                                        ? "no Access-Control-Allow-Origin"
                                        : "Access-Control-Allow-Origin " + String.join(" and ", allowed))
                                + ", so that the page cannot read it and sends again.",
                        "Let the proxy or CDN pass on Access-Control-Allow-Origin as Collect sets it, once.");
    }

    Verdict query() {
        return tried.json().has("stored")
                ? Verdict.holds("the query string arrives")
                : Verdict.broken(
                        "The parameter debug=1 was lost, so that a page cannot be debugged and paths with parameters fail.",
                        "Let the proxy or CDN forward query strings.");
    }

    Verdict browser() throws IOException, InterruptedException {
        tried = http.beacon(subject.at(deployment.eventPath() + "?debug=1"), subject.origin(), body(false));
        String excluded = tried.json().path("events").path(0).path("excluded").asText("");
        return switch (excluded) {
            case "", "null" ->
                tried.json()
                                .path("events")
                                .path(0)
                                .path("reason")
                                .asText("null")
                                .equals("null")
                        ? Verdict.holds("a page view would count, with link level "
                                + tried.json()
                                        .path("events")
                                        .path(0)
                                        .path("link")
                                        .asText())
                        : refused(tried);
            case "internal" ->
                Verdict.noted(
                        "Events from this machine's address are excluded: it is in the site's \"internal\" list.",
                        "Other visitors count. Remove the address from the list if that is not intended.");
            case "empty_agent", "crawler" ->
                Verdict.broken(
                        "A browser's page view would be excluded as " + excluded + ": its User-Agent does not arrive.",
                        "Let the proxy or CDN forward User-Agent.");
            default ->
                Verdict.broken(
                        "A browser's page view would be excluded: " + excluded + ".",
                        "Change the rule of the plan's \"exclude\" that applies to it.");
        };
    }

    Verdict accepts() throws IOException, InterruptedException {
        sentAt = Instant.now();
        HttpProbe.Answer answer = http.beacon(subject.at(deployment.eventPath()), subject.origin(), body(true));
        return answer.status() == 202 && answer.json().path("accepted").asInt() == 1
                ? Verdict.holds("202: the stream has the event")
                : refused(answer);
    }

    private String body(boolean automated) {
        ObjectNode body = Json.MAPPER
                .createObjectNode()
                .put("site", subject.site())
                .put("sent_at", Instant.now().toEpochMilli());
        body.put("visitor", "cairn-doctor").putObject("consent").put("analytics", true);
        body.putObject("context")
                .put(
                        "url",
                        subject.page() == null
                                ? subject.origin() + "/"
                                : subject.page().toString())
                .put("webdriver", automated);
        body.putArray("events")
                .addObject()
                .put("id", "doctor-" + UUID.randomUUID())
                .put("name", name);
        return body.toString();
    }
}
