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
        return "make the tables anew from the archive";
    }

    @Override
    public String help() {
        return """
                ./cairn rebuild --data DIR [--clock INSTANT]
                ./cairn rebuild --url URL [--key KEY]

                With --data it makes the tables of a folder anew from its archive, while no ./cairn local runs on it.
                Plan, keys, salts, averages, what is in quarantine, what was erased, and the statistics of days whose
                events are past the site's retention are carried over; everything else is computed. The old tables are
                put aside, and their folder is named; delete it when all is well.

                With --url a running Cairn classifies its whole archive once more, into the tables it has: what is
                missing is added, and what is there stays. It shows how far it is and waits until it is done.

                  --data DIR    the folder of ./cairn local --data
                  --clock INSTANT   the clock to go by, where the folder is run with one
                """ + ApiClient.OPTIONS + """

                The key is the admin key. The exit code is 1 when it was refused or failed.
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
                    "say which tables: ./cairn rebuild --data DIR, or ./cairn rebuild --url URL --key KEY");
        }
        if (arguments.option("--url").isPresent()) {
            try (ApiClient api = ApiClient.of(arguments)) {
                return new JobFollower(api, System.out).follow("/v1/rebuilds", "");
            }
        }
        Path folder = CliOptions.folder("--data", arguments.option("--data").orElseThrow());
        if (!Files.isDirectory(folder.resolve("tables"))) {
            throw new UsageException(folder + " is no folder of ./cairn local --data: it has no tables");
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
