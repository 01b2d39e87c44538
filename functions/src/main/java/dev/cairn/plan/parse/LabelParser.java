package dev.cairn.plan.parse;

import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Scalars;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Label;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code label}: a string, or strings by language. */
final class LabelParser {
    static final String KEY = "label";

    private static final int CHARACTERS = 100;
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]*\\S[^\\p{Cntrl}]*");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{2,8})?");
    private static final int MOST_LANGUAGES = 40;

    private LabelParser() {}

    /** Returns the label of a definition; null if it has none. An invalid label is reported and read as null. */
    static @Nullable Label read(MappingReader.Named named) {
        Node node = named.node() instanceof Node.Mapping definition
                ? definition.entries().get(KEY)
                : null;
        String path = Suggestions.under(named.path(), KEY);
        if (node instanceof Node.Mapping languages) {
            return read(languages, path, named);
        }
        if (node == null || Scalars.isNothing(node)) {
            return null;
        }
        String text = text(node, path, named);
        return text == null ? null : Label.of(text);
    }

    private static @Nullable Label read(Node.Mapping languages, String path, MappingReader.Named named) {
        Map<String, String> texts = new LinkedHashMap<>();
        languages.entries().forEach((language, node) -> {
            if (!LANGUAGE.matcher(language).matches()) {
                named.faults()
                        .add(
                                Suggestions.under(path, language),
                                "is not a language; use a code such as en, de or pt-br");
            }
            String text = text(node, Suggestions.under(path, language), named);
            if (text != null) {
                texts.put(language, text);
            }
        });
        if (languages.entries().isEmpty() || languages.entries().size() > MOST_LANGUAGES) {
            named.faults().add(path, "has " + languages.entries().size() + " languages; use 1 to " + MOST_LANGUAGES);
        }
        return texts.isEmpty() ? null : new Label(Collections.unmodifiableMap(texts));
    }

    private static @Nullable String text(Node node, String path, MappingReader.Named named) {
        String text = Scalars.text(node, path, named.faults());
        if (text != null && (text.length() > CHARACTERS || !TEXT.matcher(text).matches())) {
            named.faults().add(path, "must be 1 to " + CHARACTERS + " characters on one line");
            return null;
        }
        return text;
    }
}
