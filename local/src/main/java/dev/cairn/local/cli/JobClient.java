package dev.cairn.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.local.replay.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;

/** Requests a job, shows its progress, and waits until it finishes. */
final class JobClient {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    /** How long the server may be unreachable, for example during a restart. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<String> OPEN = Set.of("waiting", "running");

    private final ApiClient api;
    private final PrintStream out;

    JobClient(ApiClient api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /**
     * Returns the exit code: 0 when the job succeeded.
     *
     * @param path the API path for requesting the job
     */
    int follow(String path, String body) throws IOException, InterruptedException {
        ApiClient.Answer asked = api.post(path, body);
        if (!asked.isGood()) {
            out.println(asked.sentence());
            return 1;
        }
        JsonNode job = asked.body();
        out.println("Job " + job.path("id").asText()
                + ". It continues if you stop this command; run the same command again to follow it.");
        return follow(job);
    }

    private int follow(JsonNode asked) throws IOException, InterruptedException {
        String path = "/v1/sites/" + asked.path("site").asText() + "/jobs/"
                + asked.path("id").asText();
        Progress progress = new Progress(out, BETWEEN_LINES);
        JsonNode job = asked;
        long seenAt = System.nanoTime();
        while (OPEN.contains(job.path("status").asText())) {
            JsonNode now = job;
            progress.say(() -> line(now));
            Thread.sleep(BETWEEN_LOOKS);
            try {
                ApiClient.Answer answer = api.get(path);
                if (!answer.isGood() && answer.status() < 500) {
                    progress.end();
                    out.println(answer.sentence());
                    return 1;
                }
                job = answer.isGood() ? answer.body() : job;
                seenAt = System.nanoTime();
            } catch (IOException away) {
                if (System.nanoTime() - seenAt > PATIENCE.toNanos()) {
                    throw away;
                }
            }
        }
        progress.end();
        out.println(line(job));
        return job.path("status").asText().equals("done") ? 0 : 1;
    }

    private static String line(JsonNode job) {
        String message = job.path("message").asText();
        return job.path("status").asText() + ", "
                + job.path("done").asLong() + " of " + job.path("total").asLong() + " parts, "
                + job.path("events").asLong() + " events" + (message.isEmpty() ? "" : ": " + message);
    }
}
