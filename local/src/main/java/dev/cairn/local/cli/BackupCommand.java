package dev.cairn.local.cli;

import java.time.Duration;
import java.util.List;

/** {@code ./cairn backup}: asks a running {@code ./cairn local} for a copy of its data folder. */
final class BackupCommand implements Command {

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String summary() {
        return "copy the data folder of a running ./cairn local";
    }

    @Override
    public String help() {
        return """
                ./cairn backup [--url URL] [--key KEY]

                Asks the ./cairn local on this machine for a copy of its data folder while it runs, and prints where the
                copy is: in the folder "backup" of the data folder, which is a data folder itself. It replaces the copy
                from before. Copy it to another machine; to restore it, start ./cairn local --data with it.

                """ + ApiClient.OPTIONS + """

                The key is the admin key. The exit code is 1 if it was refused or failed.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(words, List.of(ApiClient.URL, ApiClient.KEY), 0, "");
        try (ApiClient api = ApiClient.of(arguments)) {
            ApiClient.Answer answer = api.post("/_local/backup", "", Duration.ofHours(1));
            if (!answer.isGood()) {
                System.err.println(answer.sentence());
                return 1;
            }
            System.out.println("The copy is in " + answer.body().path("folder").asText());
            return 0;
        }
    }
}
