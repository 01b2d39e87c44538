package dev.cairn.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.document.PlanError;
import dev.cairn.plan.parse.PlanCheck;
import dev.cairn.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code ./cairn plan check FILE} and {@code ./cairn plan push FILE --to URL --key KEY}. */
final class PlanCommand implements Command {
    private static final String USAGE = "./cairn plan check FILE, or ./cairn plan push FILE --to URL --key KEY";

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "check a plan, or push it to a running Cairn";
    }

    @Override
    public String help() {
        return """
                ./cairn plan check FILE
                ./cairn plan push FILE --to URL --key KEY

                check reads a plan (YAML or JSON) and prints every fault with its path, one per line.
                push checks it and replaces the plan in force, unless someone else has replaced it meanwhile.

                  --to URL      Cairn's address, for example http://localhost:8080
                  --key KEY     the admin key, or a key with plan:write for the only site that changes

                The exit code is 1 when the plan has faults or was refused.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        String action = words.isEmpty() ? "" : words.getFirst();
        return switch (action) {
            case "check" -> check(words.subList(1, words.size()));
            case "push" -> push(words.subList(1, words.size()));
            default -> throw UsageException.unknownAction(action, USAGE);
        };
    }

    private static int check(List<String> words) throws IOException {
        CliArguments arguments = CliArguments.parse(words, List.of(), 1, "one plan: ./cairn plan check FILE");
        Path file = Path.of(arguments.rest().getFirst());
        List<PlanError> faults = PlanCheck.check(read(file));
        faults.forEach(System.out::println);
        System.out.println(faults.isEmpty() ? file + " is a valid plan." : count(faults.size()) + ".");
        return faults.isEmpty() ? 0 : 1;
    }

    private static int push(List<String> words) throws IOException, InterruptedException {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(new CliArguments.Option("--to", "URL"), new CliArguments.Option("--key", "KEY")),
                1,
                "one plan: ./cairn plan push FILE --to URL --key KEY");
        String source = read(Path.of(arguments.rest().getFirst()));
        List<PlanError> faults = PlanCheck.check(source);
        if (!faults.isEmpty()) {
            faults.forEach(System.out::println);
            System.out.println(count(faults.size()) + "; nothing was pushed.");
            return 1;
        }
        URI base = CliOptions.address(arguments.required("--to", "--to http://localhost:8080"));
        return put(source, base, CliOptions.key(arguments.required("--key", "--key KEY, the admin key")));
    }

    private static int put(String source, URI base, String key) throws IOException, InterruptedException {
        URI address = URI.create(base.toString().replaceFirst("/+$", "") + "/v1/plan");
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpResponse<String> current = send(client, request(address, key).GET());
            if (current.statusCode() != 200) {
                return refused(current);
            }
            HttpResponse<String> answer = send(
                    client,
                    request(address, key)
                            .header("content-type", contentType(source))
                            .header(
                                    "if-match",
                                    current.headers().firstValue("etag").orElse("*"))
                            .PUT(HttpRequest.BodyPublishers.ofString(source)));
            if (answer.statusCode() / 100 != 2) {
                return refused(answer);
            }
            System.out.println("Pushed" + version(answer.body()) + ".");
            return 0;
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpRequest built = request.build();
        try {
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UsageException("no response from " + built.uri() + "; is Cairn running there?");
        }
    }

    private static HttpRequest.Builder request(URI address, String key) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).header("authorization", "Bearer " + key);
    }

    private static int refused(HttpResponse<String> answer) {
        JsonNode error = json(answer.body()).path("error");
        for (JsonNode fault : error.path("faults")) {
            System.out.println(
                    fault.isTextual()
                            ? fault.asText()
                            : fault.path("path").asText() + ": "
                                    + fault.path("message").asText());
        }
        String message = error.path("message").asText("");
        System.out.println("The server answered " + answer.statusCode() + (message.isEmpty() ? "." : ": " + message));
        return 1;
    }

    private static String version(String body) {
        JsonNode version = json(body).path("version");
        return version.isMissingNode() ? "" : ", version " + version.asText();
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    private static String contentType(String source) {
        return source.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (java.nio.charset.CharacterCodingException notText) {
            throw new UsageException(file + " is not UTF-8 text");
        }
    }

    private static String count(int faults) {
        return faults == 1 ? "1 fault" : faults + " faults";
    }
}
