package dev.cairn.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a YAML or JSON text into {@link Node}s, token by token. Limits: {@link #MAX_BYTES}, {@link #MAX_DEPTH} levels,
 * {@link #MAX_NODES} values with every alias counted as what it stands for, so that a document of aliases of aliases
 * costs no more than one that is written out. A key that comes twice is a fault, and what follows it is still read.
 */
final class DocumentReader {
    static final int MAX_BYTES = 2 * 1024 * 1024;
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;

    private static final JsonFactory JSON = new JsonFactory();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().loaderOptions(loaderOptions()).build();

    private record Built(Node node, int height, int size) {}

    /** Thrown to leave the recursion where going on makes no sense; its fault is already noted. */
    private static final class GivenUp extends RuntimeException {
        GivenUp() {
            super(null, null, false, false);
        }
    }

    private final JsonParser parser;
    private final Faults faults;
    private final Map<String, Built> anchors = new HashMap<>();
    private int nodes;

    private DocumentReader(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** Null when the text as a whole cannot be read; the faults then say why. */
    static @Nullable Node read(String source, Faults faults) {
        if (source.length() > MAX_BYTES || source.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.add("", "the plan is larger than 2 MiB");
            return null;
        }
        String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
        if (!isJson(text)) {
            return read(YAML, "YAML", text, faults);
        }
        Faults asJson = new Faults();
        Node node = read(JSON, "JSON", text, asJson);
        if (node == null) {
            // YAML's flow style begins with a brace too.
            Faults asYaml = new Faults();
            Node flow = read(YAML, "YAML", text, asYaml);
            if (flow != null) {
                asYaml.all().forEach(fault -> faults.add(fault.path(), fault.message()));
                return flow;
            }
        }
        asJson.all().forEach(fault -> faults.add(fault.path(), fault.message()));
        return node;
    }

    /** Whether a text that reads is JSON rather than YAML, as far as its first character tells. */
    static boolean isJson(String source) {
        return source.stripLeading().startsWith("{") || source.stripLeading().startsWith("[");
    }

    private static @Nullable Node read(JsonFactory factory, String format, String text, Faults faults) {
        try (JsonParser parser = factory.createParser(text)) {
            return new DocumentReader(parser, faults).document();
        } catch (JsonProcessingException e) {
            faults.add("", "not readable as " + format + where(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (IOException | YAMLException e) {
            faults.add("", "not readable as " + format);
        } catch (GivenUp noted) {
            return null;
        }
        return null;
    }

    private @Nullable Node document() throws IOException {
        if (parser.nextToken() == null) {
            faults.add("", "the plan is empty; the least is \"extends: default\"");
            return null;
        }
        Node root = value("", 1).node();
        if (parser.nextToken() != null) {
            faults.add("", "a plan is one document; there is another one behind it");
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
            faults.add(path, "no anchor " + Names.quoted(parser.getText()) + " before this alias");
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
            String place = Names.under(path, key);
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                faults.add(place, "an alias cannot be a key");
            }
            wellFormed(key, path);
            parser.nextToken();
            Built entry = value(place, depth + 1);
            height = Math.max(height, entry.height());
            if (entries.putIfAbsent(key, entry.node()) != null) {
                faults.add(place, "is there twice");
            }
        }
        return new Built(new Node.Mapping(entries), height + 1, 1);
    }

    private Built sequence(String path, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        int height = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Built item = value(Names.item(path, items.size()), depth + 1);
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
            case VALUE_STRING -> {
                wellFormed(parser.getText(), path);
                yield new Node.Scalar(Node.Type.TEXT, parser.getText());
            }
            default -> {
                faults.add(path, "is neither a mapping, a list, a text, a number, true, false nor null");
                yield Node.NOTHING;
            }
        };
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
            faults.add(path, "has half of a surrogate pair or U+0000, which is no text");
        }
    }

    private void count(int more) {
        nodes += more;
        if (nodes > MAX_NODES) {
            faults.add("", "more than " + MAX_NODES + " values, with every alias counted as what it stands for");
            throw new GivenUp();
        }
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        return options;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? ""
                : Names.shortened(message.lines().findFirst().orElse(""));
    }
}
