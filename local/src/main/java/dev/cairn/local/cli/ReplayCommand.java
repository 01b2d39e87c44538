package dev.cairn.local.cli;

import dev.cairn.local.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./cairn replay FILE --to URL --key KEY [--resume] [--rejected FILE]}. */
final class ReplayCommand implements Command {

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String summary() {
        return "send a file of event bodies";
    }

    @Override
    public String help() {
        return """
                ./cairn replay FILE --to URL --key KEY [--resume] [--rejected FILE]

                Sends a file of POST /v1/events bodies, one JSON object per line, gzipped or not. The bodies of
                consecutive lines are merged into bodies of up to 500 events.

                  --to URL      Cairn's address, for example http://localhost:8080
                  --key KEY     a server key of the site (scope events:write) or the admin key
                  --resume      continue after the last line that was sent (kept in FILE.position),
                                instead of starting at the first line
                  --rejected FILE   write a line of JSON for each rejected event: its line, its index in that line, and
                                the server's reason, field and message; with --resume, FILE is continued

                If the server cannot be reached, or answers 429 or 503, requests are retried for 60 s. After that, or
                if the server refuses a body, the position is printed and the exit code is 1. Sending an event twice
                changes nothing.

                The exit code is 0 if the end of the file was reached, even if single events were rejected or lines
                could not be read: these are counted, and the first such lines are reported. With --rejected it is 3
                then. It is 1 if the command stopped before the end, and 2 if its arguments are wrong.
                """;
    }

    @Override
    public int run(List<String> words) throws Exception {
        CliArguments arguments = CliArguments.parse(
                words,
                List.of(
                        new CliArguments.Option("--to", "URL"),
                        new CliArguments.Option("--key", "KEY"),
                        new CliArguments.Option("--rejected", "FILE"),
                        CliArguments.Option.flag("--resume")),
                1,
                "one file to send: ./cairn replay FILE --to URL --key KEY");
        Path file = Path.of(arguments.rest().getFirst());
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        return new Replay(
                        file,
                        CliOptions.address(arguments.required("--to", "--to http://localhost:8080")),
                        CliOptions.key(arguments.required("--key", "--key KEY, a server key of the site")),
                        System.out,
                        arguments.option("--rejected").map(Path::of).orElse(null))
                .run(arguments.flag("--resume"));
    }
}
