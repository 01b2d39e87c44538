package dev.cairn.plan.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A language in which Cairn writes sentences. */
public enum Language {
    ENGLISH(Locale.ENGLISH),
    GERMAN(Locale.GERMAN),
    DUTCH(Locale.of("nl")),
    FRENCH(Locale.FRENCH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** The locale for numbers, dates and words. */
    public Locale locale() {
        return locale;
    }

    /** The code used in {@code lang} and in the parameter {@code language}, such as {@code de}. */
    public String code() {
        return locale.getLanguage();
    }

    /** Returns all languages by code. */
    public static Map<String, Language> byCode() {
        return Arrays.stream(values())
                .collect(Collectors.toMap(Language::code, language -> language, (one, other) -> one, TreeMap::new));
    }
}
