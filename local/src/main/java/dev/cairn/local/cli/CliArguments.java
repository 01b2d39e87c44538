package dev.cairn.local.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command's arguments, sorted into options with a value ({@code --port 8080} or {@code --port=8080}), flags
 * ({@code --no-demo}) and the rest.
 */
public record CliArguments(Map<String, String> options, List<String> flags, List<String> rest) {

    /** A command's option; {@code value} is the placeholder for its value and is empty for a flag. */
    public record Option(String name, String value) {
        static Option flag(String name) {
            return new Option(name, "");
        }
    }

    static CliArguments parse(List<String> words, List<Option> known, int minimum, String restNames) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> flags = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                rest.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            Option option = option(equals < 0 ? word : word.substring(0, equals), known);
            if (option.value().isEmpty()) {
                if (equals >= 0) {
                    throw new UsageException(option.name() + " takes no value");
                }
                flags.add(option.name());
            } else if (equals >= 0) {
                options.put(option.name(), word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                options.put(option.name(), words.get(++i));
            } else {
                throw new UsageException(option.name() + " needs a value: " + option.name() + " " + option.value());
            }
        }
        if (rest.size() != minimum) {
            throw new UsageException(
                    minimum == 0 ? "\"" + rest.getFirst() + "\" is not expected here" : "give " + restNames);
        }
        return new CliArguments(options, flags, rest);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String required(String name, String example) {
        return option(name).orElseThrow(() -> new UsageException(name + " is missing, for example " + example));
    }

    boolean flag(String name) {
        return flags.contains(name);
    }

    private static Option option(String name, List<Option> known) {
        return known.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown option " + name + "; options are "
                        + known.stream()
                                .map(option -> (option.name() + " " + option.value()).strip())
                                .collect(Collectors.joining(", "))
                        + ", --help"));
    }
}
