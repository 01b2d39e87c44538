package dev.cairn.plan.model;

import java.util.List;
import java.util.Map;

/**
 * The display name of a definition in the plan.
 *
 * @param texts by language, such as {@code de} or {@code pt-br}; a label that is the same in all languages is under
 *     {@link #ANY}
 */
public record Label(Map<String, String> texts) {
    /** Stands for every language. */
    public static final String ANY = "";

    private static final String ENGLISH = "en";

    public static Label of(String text) {
        return new Label(Map.of(ANY, text));
    }

    /**
     * The text in a language; if there is none, the one for every language, then the English one, then any.
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

    /** The label in the plan's form: a string, or strings by language. */
    public Object written() {
        return texts.containsKey(ANY) ? texts.get(ANY) : texts;
    }
}
