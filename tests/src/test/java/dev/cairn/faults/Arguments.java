package dev.cairn.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code --name number} pairs of a command of this package. */
final class Arguments {
    private final Map<String, Double> values = new HashMap<>();

    private Arguments() {}

    /** Prints the usage and ends the process if it was requested, or if an argument is not understood. */
    static Arguments read(String[] arguments, String usage, Map<String, Double> defaults) {
        Arguments read = new Arguments();
        read.values.putAll(defaults);
        if (List.of(arguments).contains("--help")) {
            System.out.print(usage);
            System.exit(0);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!defaults.containsKey(name) || i + 1 == arguments.length || !isNumber(arguments[i + 1])) {
                System.err.print("\"" + name + "\" is not understood: options are " + defaults.keySet()
                        + ", each with a number.\n" + usage);
                System.exit(2);
            }
            read.values.put(name, Double.valueOf(arguments[i + 1]));
        }
        return read;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}(\\.\\d+)?");
    }

    double number(String name) {
        return values.get(name);
    }

    int whole(String name) {
        return values.get(name).intValue();
    }
}
