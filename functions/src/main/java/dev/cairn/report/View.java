package dev.cairn.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a funnel is looked at (F4). */
enum View {
    ENTRY,
    COMPLETION,
    SAME_DAY;

    static final Map<String, View> WORDS =
            Arrays.stream(values()).collect(Collectors.toMap(View::word, Function.identity()));

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
