package dev.cairn.local.cli;

import dev.cairn.local.Rebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./cairn rebuild --data DIR} and {@code ./cairn rebuild --url URL --key KEY}. */
final class RebuildCommand implements Command {

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String summary() {
        return "rebuild the tables from the archive";
    }

    @Override
    public String help() {
        return """
                ./cairn rebuild --data DIR [--clock INSTANT]
                ./cairn rebuild --url URL [--key KEY]

                With --data it rebuilds a data folder's tables from its archive; stop ./cairn local first. Plan, keys,
                salts, averages, quarantined records, erasures, and the statistics of days whose events are past the
                site's retention are carried over; everything else is recomputed. The old tables are kept in a folder
                whose name is printed; delete it once you are satisfied.

                With --url a running Cairn classifies its whole archive again, into its existing tables: missing data
                is added, and existing data stays. The command shows its progress and waits until the job is done.

                  --data DIR    the folder of ./cairn local --data
                  --clock INSTANT   the time to start the clock at, if the folder is used with --clock
                """ + ApiClient.OPTIONS + """

                The key is the admin key. The exit code is 1 if it was refused or failed.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--data", "DIR"),
                        new CliArguments.Option("--clock", "INSTANT"),
                        ApiClient.URL,
                        ApiClient.KEY),
                0,
                "");
        if (arguments.option("--data").isPresent() == arguments.option("--url").isPresent()) {
            throw new UsageException(
                    "choose the tables: ./cairn rebuild --data DIR, or ./cairn rebuild --url URL --key KEY");
        }
        if (arguments.option("--url").isPresent()) {
            try (ApiClient api = ApiClient.of(arguments)) {
                return new JobClient(api, System.out).follow("/v1/rebuilds", "");
            }
        }
        Path folder = CliOptions.folder("--data", arguments.option("--data").orElseThrow());
        if (!Files.isDirectory(folder.resolve("tables"))) {
            throw new UsageException(folder + " is not a data folder of ./cairn local: it has no tables");
        }
        return new Rebuild(
                                folder,
                                arguments
                                        .option("--clock")
                                        .map(CliOptions::instant)
                                        .orElse(null),
                                System.out,
                                System.err)
                        .run()
                ? 0
                : 1;
    }
}
