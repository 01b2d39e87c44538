package dev.cairn.plan.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Node}s from a parser's tokens, with at most {@link #MAX_DEPTH} levels and {@link #MAX_NODES} values. An
 * alias counts as the values it stands for, so a document of nested aliases costs no more than one that is written out.
 * A duplicate key is an error; its value is still parsed.
 */
final class NodeBuilder {
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;

    private record Built(Node node, int height, int size) {}

    /** Ends the recursion when there is no point in continuing; the error is already reported. */
    static final class GivenUp extends RuntimeException {
        GivenUp() {
            super(null, null, false, false);
        }
    }

    private final JsonParser parser;
    private final PlanErrors faults;
    private final Map<String, Built> anchors = new HashMap<>();
    private int nodes;

    NodeBuilder(JsonParser parser, PlanErrors faults) {
        this.parser = parser;
        this.faults = faults;
    }

    @Nullable
    Node document() throws IOException {
        if (parser.nextToken() == null) {
            faults.add("", "the plan is empty; the minimum is \"extends: default\"");
            return null;
        }
        Node root = value("", 1).node();
        if (parser.nextToken() != null) {
            faults.add("", "a plan must be a single document; another one follows");
        }
        return root;
    }

    private Built value(String path, int depth) throws IOException {
        count(1);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return alias(path, depth);
        }
        String anchor = parser instanceof YAMLParser && parser.getObjectId() != null
                ? parser.getObjectId().toString()
                : null;
        int before = nodes;
        Built built = switch (parser.currentToken()) {
            case START_OBJECT -> container(path, depth, true);
            case START_ARRAY -> container(path, depth, false);
            default -> new Built(scalar(path), 1, 1);
        };
        Built counted = new Built(built.node(), built.height(), nodes - before + 1);
        if (anchor != null) {
            anchors.put(anchor, counted);
        }
        return counted;
    }

    private Built alias(String path, int depth) throws IOException {
        Built meant = anchors.get(parser.getText());
        if (meant == null) {
            faults.add(path, "no anchor " + Suggestions.quoted(parser.getText()) + " before this alias");
            return new Built(Node.NOTHING, 1, 1);
        }
        if (depth + meant.height() - 1 > MAX_DEPTH) {
            faults.add(path, "nested deeper than " + MAX_DEPTH + " levels");
            return new Built(Node.NOTHING, 1, 1);
        }
        count(meant.size());
        return meant;
    }

    private Built container(String path, int depth, boolean mapping) throws IOException {
        if (depth > MAX_DEPTH) {
            faults.add(path, "nested deeper than " + MAX_DEPTH + " levels");
            parser.skipChildren();
            return new Built(Node.NOTHING, 1, 1);
        }
        return mapping ? mapping(path, depth) : sequence(path, depth);
    }

    private Built mapping(String path, int depth) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        int height = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String place = Suggestions.under(path, key);
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                faults.add(place, "an alias cannot be a key");
            }
            wellFormed(key, path);
            parser.nextToken();
            Built entry = value(place, depth + 1);
            height = Math.max(height, entry.height());
            if (entries.putIfAbsent(key, entry.node()) != null) {
                faults.add(place, "is defined twice");
            }
        }
        return new Built(new Node.Mapping(entries), height + 1, 1);
    }

    private Built sequence(String path, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        int height = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Built item = value(Suggestions.item(path, items.size()), depth + 1);
            height = Math.max(height, item.height());
            items.add(item.node());
        }
        return new Built(new Node.Sequence(items), height + 1, 1);
    }

    private Node scalar(String path) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Node.NOTHING;
            case VALUE_TRUE, VALUE_FALSE ->
                new Node.Scalar(Node.Type.BOOLEAN, parser.getText().toLowerCase(java.util.Locale.ROOT));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_STRING -> text(path);
            default -> {
                faults.add(path, "is not a mapping, list, string, number, true, false or null");
                yield Node.NOTHING;
            }
        };
    }

    /** In YAML, {@code key:} without a value arrives as an empty string and is read as null. */
    private Node text(String path) throws IOException {
        String text = parser.getText();
        wellFormed(text, path);
        return text.isEmpty() && parser instanceof YAMLParser ? Node.NOTHING : new Node.Scalar(Node.Type.TEXT, text);
    }

    private Node number() throws IOException {
        try {
            return new Node.Scalar(Node.Type.NUMBER, parser.getDecimalValue().toString());
        } catch (NumberFormatException | JsonProcessingException notANumber) {
            return new Node.Scalar(Node.Type.TEXT, parser.getText());
        }
    }

    private void wellFormed(String text, String path) {
        boolean broken = text.indexOf('\0') >= 0
                || text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (broken) {
            faults.add(path, "contains an unpaired surrogate or U+0000");
        }
    }

    private void count(int more) {
        nodes += more;
        if (nodes > MAX_NODES) {
            faults.add("", "more than " + MAX_NODES + " values, counting every alias as the values it stands for");
            throw new GivenUp();
        }
    }
}
