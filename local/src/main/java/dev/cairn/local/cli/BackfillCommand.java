package dev.cairn.local.cli;

import dev.cairn.store.Json;
import java.util.List;

/** {@code ./cairn backfill --site S --from D --to D}. */
final class BackfillCommand implements Command {

    @Override
    public String name() {
        return "backfill";
    }

    @Override
    public String summary() {
        return "apply the current plan to past days";
    }

    @Override
    public String help() {
        return """
                ./cairn backfill --site S --from DAY --to DAY [--url URL] [--key KEY]

                Tags the events of these days with the plan in force and recomputes the days, so that goals and funnels
                that were defined or changed since then apply to them too. Events that arrive meanwhile are counted
                once, as always. The command shows its progress and waits until the backfill is done.

                  --site S      the site's id
                  --from DAY    the first day, for example 2026-02-01, in the site's time zone
                  --to DAY      the last day; today at the latest
                """ + ApiClient.OPTIONS + """

                The key is the admin key, or a key of the site with the scope plan:write. If you stop the command, the
                backfill continues; run the same command again to follow it. The days' figures are updated in the next
                run: within half an hour, locally within seconds. The exit code is 1 if it was refused or failed.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--site", "S"),
                        new CliArguments.Option("--from", "DAY"),
                        new CliArguments.Option("--to", "DAY"),
                        ApiClient.URL,
                        ApiClient.KEY),
                0,
                "");
        String site = CliOptions.site(arguments.required("--site", "--site shop"));
        String body = Json.MAPPER
                .createObjectNode()
                .put("from", CliOptions.day("--from", arguments.required("--from", "--from 2026-02-01")))
                .put("to", CliOptions.day("--to", arguments.required("--to", "--to 2026-02-28")))
                .toString();
        try (ApiClient api = ApiClient.of(arguments)) {
            return new JobClient(api, System.out).follow("/v1/sites/" + site + "/backfills", body);
        }
    }
}
