package dev.cairn.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The links from the stream to a report, as visible through the HTTP API with a key that reads the site. */
final class StatisticsLinks {
    /** {@code as_of} is rounded down to the half hour, runs are half an hour apart, and a large one takes minutes. */
    private static final Duration OLDEST_RUN = Duration.ofMinutes(75);

    /** A browser's clock is trusted within this tolerance (T1). */
    private static final Duration CLOCK = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Subject subject;
    private final HttpProbe http;
    private final CollectorLinks collector;
    private final Set<String> quarantinedBefore = new HashSet<>();
    private @Nullable Instant receivedAt;
    private JsonNode overview = com.fasterxml.jackson.databind.node.MissingNode.getInstance();

    StatisticsLinks(Subject subject, HttpProbe http, CollectorLinks collector) {
        this.subject = subject;
        this.http = http;
        this.collector = collector;
    }

    private HttpProbe.Answer read(String path) throws IOException, InterruptedException {
        return http.get(subject.at(path), Map.of("authorization", "Bearer " + subject.key()));
    }

    private HttpProbe.Answer readOfSite(String path) throws IOException, InterruptedException {
        return read("/v1/sites/" + subject.site() + path);
    }

    private JsonNode quarantine(String site) throws IOException, InterruptedException {
        return read("/v1/sites/" + site + "/quarantine").json().path("rows");
    }

    /** Called before the event is sent. */
    Verdict key() throws IOException, InterruptedException {
        if (subject.key() == null) {
            return Verdict.skipped("--key KEY follows the event from the stream to a report");
        }
        HttpProbe.Answer answer = read("/v1/sites");
        if (answer.status() == 401 || answer.status() == 429) {
            return Verdict.broken(
                    answer.sentence(), "Use a key as AdminKeyCommand prints it, or create one with POST /v1/keys.");
        }
        for (String site : List.of(subject.site(), "-")) {
            quarantine(site)
                    .forEach(entry -> quarantinedBefore.add(entry.path("id").asText()));
        }
        HttpProbe.Answer site = readOfSite("/recent");
        return site.status() == 403 || site.status() == 401
                ? Verdict.broken(
                        site.sentence(),
                        "Use a key of the site " + subject.site() + " with the scope stats:read, or an admin key.")
                : site.status() == 200 ? Verdict.holds("the key reads the site") : failed(site);
    }

    private static Verdict failed(HttpProbe.Answer answer) {
        return Verdict.broken(
                answer.sentence(),
                answer.status() >= 500
                        ? "Look at the log group of Report and the alarm ReportFails."
                        : "Check that the proxy or CDN forwards /v1/ and the header Authorization.");
    }

    Verdict classified() throws IOException, InterruptedException {
        if (subject.key() == null) {
            return Verdict.skipped("needs --key");
        }
        Instant end = Instant.now().plus(subject.patience());
        do {
            HttpProbe.Answer recent = readOfSite("/recent");
            if (recent.status() != 200) {
                return failed(recent);
            }
            for (JsonNode event : recent.json().path("events")) {
                if (event.path("name").asText().equals(collector.eventName())) {
                    receivedAt = Instant.parse(event.path("received_at").asText());
                    return fate(event);
                }
            }
            Thread.sleep(POLL);
        } while (Instant.now().isBefore(end));
        return notClassified();
    }

    private static Verdict fate(JsonNode event) {
        String outcome = event.path("outcome").asText();
        return outcome.equals("bot")
                ? Verdict.holds("the event is classified, and excluded as webdriver as intended")
                : Verdict.broken(
                        "The event was " + outcome + " (" + event.path("reason").asText() + ").",
                        "List the quarantine: ./cairn quarantine list --site, and fix the cause it names.");
    }

    /** Unreadable records are listed under the site {@code -}, which only an admin key can read. */
    private Verdict notClassified() throws IOException, InterruptedException {
        for (String site : List.of(subject.site(), "-")) {
            for (JsonNode entry : quarantine(site)) {
                if (!quarantinedBefore.contains(entry.path("id").asText())) {
                    return Verdict.broken(
                            "The event was quarantined: " + entry.path("reason").asText() + ".",
                            "Fix the cause (docs/api.md, Quarantine), then ./cairn quarantine replay --site " + site
                                    + ".");
                }
            }
        }
        return Verdict.broken(
                "The stream has the event, but Classify has not processed it within "
                        + subject.patience().toSeconds() + " seconds.",
                "See the alarms ClassifierBehind and ClassifyFails and the log group of Classify; on one machine, see the"
                        + " console. --stack NAME also checks the event source mapping.");
    }

    Verdict clock() throws IOException, InterruptedException {
        Instant theirs = receivedAt == null ? dated() : receivedAt;
        if (theirs == null) {
            return Verdict.skipped("the server states no time");
        }
        Duration apart = Duration.between(collector.sentAt(), theirs);
        return apart.abs().compareTo(CLOCK) <= 0
                ? Verdict.holds("this machine's clock and the server's agree")
                : Verdict.broken(
                        "The server's clock and this machine's are " + words(apart.abs()) + " apart: the server says "
                                + theirs + ".",
                        "Synchronise the clock that is wrong (NTP). Times of a server key are believed as they are sent; for"
                                + " ./cairn local --clock this is intended.");
    }

    private @Nullable Instant dated() throws IOException, InterruptedException {
        Optional<String> date = http.get(subject.at("/openapi.yaml"), Map.of()).header("date");
        try {
            return date.map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))
                    .orElse(null);
        } catch (DateTimeParseException notADate) {
            return null;
        }
    }

    Verdict report() throws IOException, InterruptedException {
        if (subject.key() == null) {
            return Verdict.skipped("needs --key");
        }
        HttpProbe.Answer answer = readOfSite("/overview");
        overview = answer.json();
        return answer.status() == 200 ? Verdict.holds("the overview is reported") : failed(answer);
    }

    Verdict run() {
        if (subject.key() == null) {
            return Verdict.skipped("needs --key");
        }
        String asOf = overview.path("meta").path("as_of").asText("null");
        Instant now = receivedAt == null ? Instant.now() : receivedAt;
        String remedy = "Wait for the next half hour after a first deployment; then see the alarms AggregateSilent and"
                + " AggregateFails, and run it: sam remote invoke Aggregate (docs/operating.md).";
        if (asOf.equals("null")) {
            return Verdict.broken("Aggregate has never run.", remedy);
        }
        Duration age = Duration.between(Instant.parse(asOf), now);
        return age.compareTo(OLDEST_RUN) <= 0
                ? Verdict.holds("the last run was as of " + asOf)
                : Verdict.broken("The last run of Aggregate was as of " + asOf + ", " + words(age) + " ago.", remedy);
    }

    Verdict balance() throws IOException, InterruptedException {
        if (subject.key() == null) {
            return Verdict.skipped("needs --key");
        }
        HttpProbe.Answer answer = readOfSite("/health");
        if (answer.status() != 200) {
            return failed(answer);
        }
        JsonNode rows = answer.json().path("rows");
        for (int i = 0; i + 1 < rows.size(); i++) {
            long residual = rows.get(i).path("residual").asLong();
            if (residual != 0) {
                return Verdict.broken(
                        residual + " events received on "
                                + rows.get(i).path("date").asText() + " are not accounted for.",
                        "See EventsMissing in docs/operating.md; replay failed batches and quarantine first.");
            }
        }
        long quarantined = 0;
        for (JsonNode count : answer.json().path("total").path("quarantined")) {
            quarantined += count.asLong();
        }
        return quarantined == 0
                ? Verdict.holds("every event of the last days is accounted for")
                : Verdict.noted(
                        quarantined + " events of the last days are quarantined.",
                        "./cairn quarantine list --site " + subject.site() + " says why.");
    }

    private static String words(Duration time) {
        return time.toMinutes() < 120 ? time.toMinutes() + " minutes" : time.toHours() + " hours";
    }
}
