package dev.cairn.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.replay.Plural;
import dev.cairn.store.DeadLetterBatches;
import dev.cairn.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code ./cairn quarantine list|replay --site S}. */
final class QuarantineCommand implements Command {
    private static final String USAGE = "./cairn quarantine list --site S, or ./cairn quarantine replay --site S";

    @Override
    public String name() {
        return "quarantine";
    }

    @Override
    public String summary() {
        return "list records that could not be stored, or retry them";
    }

    @Override
    public String help() {
        return """
                ./cairn quarantine list --site S [--reason R] [--url URL] [--key KEY]
                ./cairn quarantine replay --site S [--reason R] [--url URL] [--key KEY]

                list prints the records that were quarantined in the last 30 days: day, reason, number of events, id.
                replay hands them to the classifier again, once the cause is fixed; each event is counted once.
                Without --reason it also retries the failed batches of all sites.

                  --site S      the site's id; - for records that name no site
                  --reason R    only records that were quarantined for this reason, for example unknown_site;
                                given_up for the failed batches
                """ + ApiClient.OPTIONS + """

                list needs a key that may read the site's statistics; replay needs the admin key. The exit code is 1 if
                it was refused or failed.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        String action = words.isEmpty() ? "" : words.getFirst();
        if (!action.equals("list") && !action.equals("replay")) {
            throw UsageException.unknownAction(action, USAGE);
        }
        CliArguments arguments = CliArguments.parse(
                words.subList(1, words.size()),
                List.of(
                        new CliArguments.Option("--site", "S"),
                        new CliArguments.Option("--reason", "R"),
                        ApiClient.URL,
                        ApiClient.KEY),
                0,
                "");
        String path = "/v1/sites/" + CliOptions.site(arguments.required("--site", "--site shop")) + "/quarantine";
        try (ApiClient api = ApiClient.of(arguments)) {
            return action.equals("list")
                    ? list(api, path, arguments.option("--reason"))
                    : new JobClient(api, System.out).follow(path + "/replays", body(arguments.option("--reason")));
        }
    }

    private static String body(Optional<String> reason) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        reason.ifPresent(word -> body.put("reason", word));
        return body.toString();
    }

    private static int list(ApiClient api, String path, Optional<String> reason)
            throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        String next = "";
        do {
            ApiClient.Answer answer = api.get(path + next);
            if (!answer.isGood()) {
                System.out.println(answer.sentence());
                return 1;
            }
            answer.body().path("rows").forEach(rows::add);
            String cursor = answer.body().path("next").asText("");
            next = cursor.isEmpty() ? "" : "?cursor=" + cursor;
        } while (!next.isEmpty());
        return reason.map(wanted -> listReason(rows, wanted)).orElseGet(() -> {
            rows.forEach(QuarantineCommand::print);
            return rows.isEmpty() ? said("Nothing is in quarantine.") : 0;
        });
    }

    private static int listReason(List<JsonNode> rows, String wanted) {
        Map<String, List<JsonNode>> byReason = new TreeMap<>();
        rows.forEach(row -> byReason.computeIfAbsent(row.path("reason").asText(), reason -> new ArrayList<>())
                .add(row));
        if (byReason.containsKey(wanted)) {
            byReason.get(wanted).forEach(QuarantineCommand::print);
            return 0;
        }
        if (wanted.equals(DeadLetterBatches.REASON)) {
            return said("Failed batches are not listed; replay retries them.");
        }
        if (rows.isEmpty()) {
            return said("Nothing is in quarantine.");
        }
        System.err.println("Nothing of this site is quarantined for the reason \"" + wanted + "\"; reasons are "
                + String.join(", ", byReason.keySet()) + ".");
        return 1;
    }

    private static int said(String sentence) {
        System.out.println(sentence);
        return 0;
    }

    private static void print(JsonNode row) {
        System.out.println(row.path("date").asText() + "  "
                + row.path("reason").asText() + "  "
                + Plural.of(row.path("events").asLong(), "event") + "  "
                + row.path("id").asText());
    }
}
