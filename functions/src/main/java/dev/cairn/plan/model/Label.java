package dev.cairn.plan.model;

import java.util.List;
import java.util.Map;

/**
 * What a definition of the plan is called where people read it.
 *
 * @param texts by language, such as {@code de} or {@code pt-br}; a label that is one text for all has it under {@link #ANY}
 */
public record Label(Map<String, String> texts) {
    /** Stands for every language. */
    public static final String ANY = "";

    private static final String ENGLISH = "en";

    public static Label of(String text) {
        return new Label(Map.of(ANY, text));
    }

    /**
     * The text in a language; where there is none, that for every language, that in English, or any.
     *
     * @param language such as {@code de}
     */
    public String in(String language) {
        for (String each : List.of(language, ANY, ENGLISH)) {
            String text = texts.get(each);
            if (text != null) {
                return text;
            }
        }
        return texts.values().iterator().next();
    }

    /** As the plan has it: a text, or texts by language. */
    public Object written() {
        return texts.containsKey(ANY) ? texts.get(ANY) : texts;
    }
}
