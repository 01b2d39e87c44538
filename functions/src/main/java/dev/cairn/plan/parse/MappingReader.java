package dev.cairn.plan.parse;

import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Scalars;
import dev.cairn.plan.document.Suggestions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mapping in the document. Its methods return the value of a key, or null if the value is absent, null or
 * invalid; an invalid value is reported. Unknown keys are reported on opening.
 */
public final class MappingReader {
    private final Map<String, Node> entries;
    private final String path;
    private final PlanErrors faults;

    private MappingReader(Map<String, Node> entries, String path, PlanErrors faults) {
        this.entries = entries;
        this.path = path;
        this.faults = faults;
    }

    /** Opens a mapping and reports unknown keys. A node of another type is reported and read as an empty mapping. */
    static MappingReader open(@Nullable Node node, String path, PlanErrors faults, Set<String> allowed) {
        MappingReader block = openNames(node, path, faults);
        for (String key : block.entries.keySet()) {
            if (!allowed.contains(key)) {
                faults.add(
                        Suggestions.under(path, key),
                        () -> "unknown key" + Suggestions.didYouMean(key, allowed) + "; use "
                                + Suggestions.oneOf(allowed));
            }
        }
        return block;
    }

    /** Opens a mapping whose keys are user-defined names. */
    static MappingReader openNames(@Nullable Node node, String path, PlanErrors faults) {
        if (node instanceof Node.Mapping mapping) {
            return new MappingReader(mapping.entries(), path, faults);
        }
        if (node != null && !Scalars.isNothing(node)) {
            faults.add(path, () -> "must be a mapping, not " + node.described());
        }
        return new MappingReader(Map.of(), path, faults);
    }

    String path() {
        return path;
    }

    PlanErrors faults() {
        return faults;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** Whether the key has a value; null counts as absent. */
    boolean has(String key) {
        return node(key) != null;
    }

    @Nullable
    Node node(String key) {
        Node node = entries.get(key);
        return node == null || Scalars.isNothing(node) ? null : node;
    }

    String under(String key) {
        return Suggestions.under(path, key);
    }

    void fault(String key, String message) {
        faults.add(under(key), message);
    }

    /** Reports an error if the key is absent or null. */
    void require(String key, String meaning) {
        if (!has(key)) {
            fault(key, "is missing: " + meaning);
        }
    }

    @Nullable
    String text(String key) {
        return Scalars.text(node(key), under(key), faults);
    }

    /** Reads one of a fixed set of words. */
    <T> @Nullable T word(String key, Map<String, T> words) {
        String word = text(key);
        if (word == null) {
            return null;
        }
        if (words.containsKey(word)) {
            return words.get(word);
        }
        fault(
                key,
                "cannot be " + Suggestions.quoted(word) + Suggestions.didYouMean(word, words.keySet()) + "; use "
                        + Suggestions.oneOf(words.keySet()));
        return null;
    }

    @Nullable
    Boolean truth(String key) {
        Node node = node(key);
        if (node instanceof Node.Scalar scalar && scalar.type() == Node.Type.BOOLEAN) {
            return scalar.text().equals("true");
        }
        if (node != null) {
            fault(key, "must be true or false, not " + node.described());
        }
        return null;
    }

    @Nullable
    BigDecimal number(String key) {
        Node node = node(key);
        return node == null ? null : Scalars.number(node, under(key), faults);
    }

    @Nullable
    Integer whole(String key, int least, int most) {
        BigDecimal number = number(key);
        if (number == null) {
            return null;
        }
        try {
            int whole = number.intValueExact();
            if (whole >= least && whole <= most) {
                return whole;
            }
        } catch (ArithmeticException notWhole) {
            // Reported below.
        }
        fault(key, "must be a whole number from " + least + " to " + most);
        return null;
    }

    /** Reads a duration in milliseconds, at least {@code least}. */
    @Nullable
    Long duration(String key, long least) {
        // A bare number is not a string, but a hint to quote it would not help.
        String text =
                node(key) instanceof Node.Scalar bare && bare.type() == Node.Type.NUMBER ? bare.text() : text(key);
        if (text == null) {
            return null;
        }
        long millis = Durations.tryParse(text).orElse(-1);
        if (millis < 0) {
            fault(key, Objects.requireNonNull(node(key)).described() + " is not a duration; use " + Durations.RULE);
            return null;
        }
        if (millis < least) {
            fault(key, text + " is too short; the minimum is " + Durations.text(least));
            return null;
        }
        return millis;
    }

    /** Reads a list of strings and converts each; {@code read} reports errors itself and returns null for them. */
    <T> List<T> texts(String key, Function<Place, @Nullable T> read) {
        List<T> values = new ArrayList<>();
        List<Node> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            String place = Suggestions.item(under(key), i);
            String text = Scalars.text(items.get(i), place, faults);
            T value = text == null ? null : read.apply(new Place(text, place, faults));
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** A string, its location and the list that collects its errors. */
    public record Place(String text, String path, PlanErrors faults) {
        void fault(String message) {
            faults.add(path, message);
        }
    }

    List<Node> items(String key) {
        Node node = node(key);
        if (node instanceof Node.Sequence list) {
            return list.items();
        }
        if (node != null) {
            fault(key, "must be a list, not " + node.described());
        }
        return List.of();
    }

    MappingReader block(String key, Set<String> allowed) {
        return open(node(key), under(key), faults, allowed);
    }

    /** Reads a section of named definitions: checks the names and passes each definition to {@code read}. */
    <T> Map<String, T> named(String key, Function<Named, @Nullable T> read) {
        MappingReader section = openNames(node(key), under(key), faults);
        Map<String, T> values = new LinkedHashMap<>();
        section.entries.forEach((id, node) -> {
            if (!Suggestions.isId(id)) {
                faults.add(section.under(id), "is not an id: " + Suggestions.ID_RULE);
            }
            T value = read.apply(new Named(id, node, section.under(id), faults));
            if (value != null) {
                values.put(id, value);
            }
        });
        return values;
    }

    /** One definition in a section. */
    record Named(String id, Node node, String path, PlanErrors faults) {
        MappingReader open(Set<String> allowed) {
            return MappingReader.open(node, path, faults, allowed);
        }
    }
}
