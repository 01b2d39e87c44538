package dev.cairn.local.replay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/**
 * Posts bodies to {@code /v1/events}, one at a time: each waits for the response to the previous one. Refused or broken
 * connections and statuses 429, 502, 503 and 504 are retried, after {@code Retry-After} if given, until
 * {@link #PATIENCE} has passed; sending a body twice changes nothing (D1).
 */
final class EventSender {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** The server's response to a body. */
    record Answer(int status, String body) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final String key;
    private final Duration patience;

    EventSender(URI base, String key, Duration patience) {
        this.address = URI.create(base.toString().replaceFirst("/+$", "") + "/v1/events");
        this.key = key;
        this.patience = patience;
    }

    /** Throws {@link IOException}, with a message for the user, when the time for retries is up. */
    Answer send(byte[] body) throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String trouble;
            Duration wait = pause;
            try {
                HttpResponse<String> response = client.send(request(body), HttpResponse.BodyHandlers.ofString());
                if (!PASSING.contains(response.statusCode())) {
                    return new Answer(response.statusCode(), response.body());
                }
                trouble = "it answered " + response.statusCode();
                wait = retryAfter(response, pause);
            } catch (IOException e) {
                trouble = "no connection";
            }
            if (System.nanoTime() + wait.toNanos() > giveUpAt) {
                throw new IOException(
                        "no success at " + address + " within " + patience.toSeconds() + " s: " + trouble);
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private HttpRequest request(byte[] body) {
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_WITHIN)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static Duration retryAfter(HttpResponse<String> response, Duration otherwise) {
        try {
            return response.headers()
                    .firstValue("retry-after")
                    .map(seconds -> Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip()))))
                    .orElse(otherwise);
        } catch (NumberFormatException aDate) {
            return otherwise;
        }
    }
}
