package dev.cairn.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.store.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file of event bodies, one JSON object per line, gzipped or not, merged into large bodies. After each response
 * the position is stored next to the file, so that a later run can resume there.
 */
public final class Replay {
    private static final int SOME_REJECTED = 3;

    /** The server rejected the request for a reason that a retry cannot fix. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final Path file;
    private final EventSender sender;
    private final Position position;
    private final BodyMerger merger = new BodyMerger();
    private final Progress progress;
    private final PrintStream out;
    private final Map<String, Long> rejected = new TreeMap<>();
    private final UnreadableLines unreadable = new UnreadableLines();
    private final @Nullable Path rejectedFile;
    private RejectedLines rejectedLines = RejectedLines.none();
    private long accepted;
    private long done;
    private long taken;

    /** @param rejectedFile receives a line for each rejected event; null for no file */
    public Replay(Path file, URI to, String key, PrintStream out, @Nullable Path rejectedFile) {
        this(file, new EventSender(to, key, EventSender.PATIENCE), out, rejectedFile);
    }

    Replay(Path file, EventSender sender, PrintStream out, @Nullable Path rejectedFile) {
        this.rejectedFile = rejectedFile;
        this.file = file;
        this.sender = sender;
        this.position = Position.of(file);
        this.progress = new Progress(out, Duration.ofSeconds(2));
        this.out = out;
    }

    /**
     * Returns the exit code: 0 when everything was sent, 1 when it had to stop, after printing the position. With a
     * file for rejected events, 3 when everything was sent but some events were rejected.
     */
    public int run(boolean resume) throws IOException, InterruptedException {
        try (RejectedLines lines =
                rejectedFile == null ? RejectedLines.none() : RejectedLines.into(rejectedFile, resume)) {
            rejectedLines = lines;
            int code = send(resume);
            return code == 0 && rejectedFile != null && !rejected.isEmpty() ? SOME_REJECTED : code;
        }
    }

    private int send(boolean resume) throws IOException, InterruptedException {
        done = resume ? position.load() : 0;
        try (BufferedReader lines = open()) {
            for (long skipped = 0; skipped < done && lines.readLine() != null; skipped++) {
                merger.skip();
                taken++;
            }
            String line = lines.readLine();
            for (; line != null; line = lines.readLine()) {
                take(line);
            }
            var rest = merger.flush();
            if (rest.isPresent()) {
                send(rest.get());
            }
            position.delete();
            summary("Sent");
            return 0;
        } catch (CharacterCodingException e) {
            return stopped(file + " is not UTF-8 text after line " + done);
        } catch (IOException e) {
            return stopped(String.valueOf(e.getMessage()));
        }
    }

    private void take(String line) throws IOException, InterruptedException {
        taken++;
        if (line.isBlank()) {
            merger.skip();
            return;
        }
        try {
            for (BodyMerger.Body body : merger.add(line)) {
                send(body);
            }
        } catch (IllegalArgumentException noBody) {
            merger.skip();
            rejected.merge("unreadable_line", 1L, Long::sum);
            unreadable.add(taken, String.valueOf(noBody.getMessage()));
            rejectedLines.unreadable(taken, "unreadable_line", String.valueOf(noBody.getMessage()));
        }
    }

    private void send(BodyMerger.Body body) throws IOException, InterruptedException {
        EventSender.Answer answer = sender.send(body.json());
        if (answer.status() / 100 != 2 && answer.status() != 422) {
            throw new RefusedException("the server answered " + answer.status() + message(answer.body()));
        }
        count(answer.body(), body);
        rejectedLines.flush();
        done = body.lines();
        position.save(done);
        progress.say(() -> Plural.of(done, "line") + " sent, " + outcome());
    }

    private void count(String answer, BodyMerger.Body body) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(answer);
            accepted += json.path("accepted").asLong();
            for (JsonNode refusal : json.path("rejected")) {
                rejected.merge(refusal.path("reason").asText(), 1L, Long::sum);
                int index = refusal.path("index").asInt(-1);
                if (index >= 0 && index < body.origins().size()) {
                    rejectedLines.add(body.origins().get(index), refusal);
                }
            }
        } catch (JsonProcessingException notCairn) {
            throw new RefusedException("the server that answers is not Cairn");
        }
    }

    private static String message(String answer) {
        try {
            String message =
                    Json.MAPPER.readTree(answer).path("error").path("message").asText("");
            return message.isEmpty() ? "" : ": " + message;
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }

    private int stopped(String why) {
        progress.end();
        summary("Stopped");
        out.println(why);
        out.println("Position: line " + done + " of " + file + "; continue from there with --resume.");
        return 1;
    }

    private void summary(String word) {
        progress.end();
        unreadable.sentences().forEach(out::println);
        out.println(word + ": " + Plural.of(done, "line") + ", " + outcome()
                + (rejected.isEmpty() ? "." : " " + rejected + ".")
                + (rejected.isEmpty() || rejectedFile == null ? "" : " They are listed in " + rejectedFile + "."));
    }

    private String outcome() {
        return Plural.of(accepted, "event") + " accepted, " + sum() + " rejected";
    }

    private long sum() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    private BufferedReader open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(new InputStreamReader(
                gzip ? new GZIPInputStream(in, 1 << 16) : in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }
}
