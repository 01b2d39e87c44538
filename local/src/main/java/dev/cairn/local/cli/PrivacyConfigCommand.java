package dev.cairn.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code ./cairn privacy-config}: prints where and for how long each kind of data is kept, for privacy documentation.
 */
final class PrivacyConfigCommand implements Command {
    @Override
    public String name() {
        return "privacy-config";
    }

    @Override
    public String summary() {
        return "print which data is kept for how long, as docs/privacy/privacy-config.json";
    }

    @Override
    public String help() {
        return """
                ./cairn privacy-config [--plan FILE] [--region REGION] [PARAMETER=VALUE ...]

                Prints as JSON what identifies visitors, what is stored in browsers, and how long data is kept. It is
                derived from the template's parameters, the plan and the code; docs/privacy/privacy-config.json is the
                output for the defaults.

                  --plan FILE        your plan, which sets each site's retention
                  --region REGION    your stack's region, for example eu-central-1
                  PARAMETER=VALUE    a parameter whose value is not the default, for example ArchiveDays=92
                """;
    }

    @Override
    public int run(List<String> words) throws IOException {
        Map<String, String> parameters = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (String word : words) {
            if (word.matches("[A-Za-z]+=.*")) {
                parameters.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else {
                others.add(word);
            }
        }
        CliArguments arguments = CliArguments.parse(
                others,
                List.of(new CliArguments.Option("--plan", "FILE"), new CliArguments.Option("--region", "REGION")),
                0,
                "");
        String plan = arguments.option("--plan").isPresent()
                ? read(Path.of(arguments.option("--plan").get()))
                : "";
        Path root = Path.of(System.getProperty("cairn.root", ""));
        System.out.print(new PrivacyConfig(root, plan, parameters)
                .text(arguments.option("--region").orElse("")));
        return 0;
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("no such file: " + file);
        }
        return Files.readString(file);
    }
}
