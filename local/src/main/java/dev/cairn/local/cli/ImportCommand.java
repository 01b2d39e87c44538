package dev.cairn.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.local.imports.DayTotals;
import dev.cairn.local.imports.EventExport;
import dev.cairn.local.imports.Ga4Export;
import dev.cairn.local.imports.ImportTally;
import dev.cairn.local.imports.MatomoTotals;
import dev.cairn.local.imports.MatomoVisits;
import dev.cairn.local.imports.PlausibleTotals;
import dev.cairn.local.replay.Replay;
import dev.cairn.store.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** {@code ./cairn import ga4|plausible|matomo FILE --site S}. */
final class ImportCommand implements Command {
    private static final int DAYS_PER_REQUEST = 1_000;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String summary() {
        return "take over what another tool has counted";
    }

    @Override
    public String help() {
        return """
                ./cairn import ga4|plausible|matomo FILE --site S [--before DAY] [--consented] [--remove] [--url URL] [--key KEY]

                  ga4         a table of GA4's BigQuery export, as newline-delimited JSON, gzipped or not: events
                  matomo      the answer of Live.getLastVisitsDetails in JSON: events; or that of API.get with
                              period=day in JSON: totals of days
                  plausible   the archive of "Export data", or its imported_visitors_….csv: totals of days

                Events become events: visits, journeys, goals and funnels are computed from them as from any others. Each
                has the property "imported" with the tool's name. The site's plan applies to them; events older than its
                retention are rejected. Importing a file again changes nothing.

                Totals of days cannot become journeys. They are kept beside what Cairn counts: GET
                /v1/sites/S/imported-days reads them, and the dashboard draws them, marked, where Cairn counted nothing.
                Goals, funnels and rates have none of them. Importing a day again replaces it.

                  --site S       the site's id
                  --before DAY   leave out what happened on or after this day of the site's time zone: the day on
                                 which Cairn began to count, if both tools ran at the same time
                  --consented    for events whose export does not record it, the visitors had consented to be
                                 recognised across days; without it such events belong to no visitor
                  --remove       remove the totals of the file's days
                """ + ApiClient.OPTIONS + """

                The key is the admin key; for events, a server key of the site will do. What the export cannot say is
                printed. The exit code is 0 if all was sent, and 1 if the file is faulty or the server refused.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--site", "S"),
                        new CliArguments.Option("--before", "DAY"),
                        CliArguments.Option.flag("--consented"),
                        CliArguments.Option.flag("--remove"),
                        ApiClient.URL,
                        ApiClient.KEY),
                2,
                "the tool and its file: ./cairn import ga4 FILE --site S");
        String tool = arguments.rest().getFirst();
        Path file = Path.of(arguments.rest().get(1));
        String site = CliOptions.site(arguments.required("--site", "--site shop"));
        Optional<LocalDate> before =
                arguments.option("--before").map(text -> LocalDate.parse(CliOptions.day("--before", text)));
        if (!List.of("ga4", "plausible", "matomo").contains(tool)) {
            throw new UsageException("\"" + tool + "\" is not a tool; use ga4, plausible or matomo");
        }
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no file " + file);
        }
        boolean consented = arguments.flag("--consented");
        try (ApiClient api = ApiClient.of(arguments)) {
            ZoneId zone = zone(api, site);
            return switch (tool) {
                case "ga4" -> events(new Ga4Export(consented), file, site, before, zone, arguments);
                case "plausible" -> totals(PlausibleTotals.read(file), tool, site, before, arguments, api);
                default ->
                    isList(file)
                            ? events(new MatomoVisits(consented), file, site, before, zone, arguments)
                            : totals(MatomoTotals.read(object(file), file), tool, site, before, arguments, api);
            };
        }
    }

    /** A visits log is a list, and may be large; totals are an object. */
    private static boolean isList(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int character = in.read();
            while (Character.isWhitespace(character) || character == '\uFEFF') {
                character = in.read();
            }
            return character == '[';
        }
    }

    private static JsonNode object(Path file) throws IOException {
        try {
            return Json.MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException notJson) {
            throw new IOException(file + " is not JSON; export it from Matomo with format=JSON", notJson);
        }
    }

    private static ZoneId zone(ApiClient api, String site) throws IOException, InterruptedException {
        ApiClient.Answer answer = api.get("/v1/sites");
        if (!answer.isGood()) {
            throw new IOException(answer.sentence());
        }
        for (JsonNode each : answer.body()) {
            if (each.path("id").asText().equals(site)) {
                return ZoneId.of(each.path("time_zone").asText());
            }
        }
        throw new IOException("the key is not valid for a site " + site);
    }

    private static int events(
            EventExport export, Path file, String site, Optional<LocalDate> before, ZoneId zone, CliArguments arguments)
            throws IOException, InterruptedException {
        if (arguments.flag("--remove")) {
            throw new UsageException("--remove is for totals of days; events stay");
        }
        ImportTally tally = new ImportTally();
        long end = before.map(day -> day.atStartOfDay(zone).toInstant().toEpochMilli())
                .orElse(Long.MAX_VALUE);
        Path bodies = Files.createTempFile("cairn-import", ".ndjson");
        long[] late = {0};
        try {
            try (BufferedWriter out = Files.newBufferedWriter(bodies)) {
                export.read(
                        file,
                        event -> {
                            if (event.path("at").asLong() >= end) {
                                late[0]++;
                            } else {
                                write(out, site, event);
                            }
                        },
                        tally);
            }
            System.out.println("Read: " + tally.sentence() + "."
                    + (late[0] == 0
                            ? ""
                            : " Of these, " + late[0] + " are not sent: they are not before "
                                    + before.map(LocalDate::toString).orElse("") + "."));
            System.out.println("What the export does not say:");
            export.unknown().forEach(sentence -> System.out.println("  - " + sentence));
            return new Replay(
                            bodies,
                            CliOptions.address(
                                    "--url", arguments.option("--url").orElse(ApiClient.AT_HOME)),
                            ApiClient.key(arguments),
                            System.out,
                            null)
                    .run(false);
        } finally {
            Files.deleteIfExists(bodies);
        }
    }

    private static void write(BufferedWriter out, String site, ObjectNode event) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("site", site);
        body.putArray("events").add(event);
        try {
            out.write(Json.write(body));
            out.newLine();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static int totals(
            List<DayTotals> read,
            String tool,
            String site,
            Optional<LocalDate> before,
            CliArguments arguments,
            ApiClient api)
            throws IOException, InterruptedException {
        List<DayTotals> days = read.stream()
                .filter(each -> before.isEmpty() || each.day().isBefore(before.get()))
                .toList();
        if (days.isEmpty()) {
            throw new IOException(
                    "the file has no day" + before.map(day -> " before " + day).orElse(""));
        }
        boolean remove = arguments.flag("--remove");
        for (int from = 0; from < days.size(); from += DAYS_PER_REQUEST) {
            ObjectNode body = Json.MAPPER.createObjectNode().put("source", tool);
            ArrayNode rows = body.putArray("days");
            days.subList(from, Math.min(days.size(), from + DAYS_PER_REQUEST)).forEach(day -> {
                ObjectNode row = rows.addObject().put("date", day.day().toString());
                if (remove) {
                    row.put("removed", true);
                } else {
                    row.put("visitors", day.visitors())
                            .put("visits", day.visits())
                            .put("page_views", day.pageViews());
                }
            });
            ApiClient.Answer answer = api.put("/v1/sites/" + site + "/imported-days", Json.write(body));
            if (!answer.isGood()) {
                throw new IOException(answer.sentence());
            }
        }
        System.out.println("%s: the totals of %d days, %s to %s, of %s."
                .formatted(
                        remove ? "Removed" : "Imported",
                        days.size(),
                        days.getFirst().day(),
                        days.getLast().day(),
                        tool));
        System.out.println("""
                What totals do not say:
                  - Journeys: goals, funnels, rates and breakdowns have nothing of these days.
                  - People: visitors of several days cannot be added up, and each tool counts visitors in its own way.""");
        return 0;
    }
}
