package dev.cairn.plan.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/**
 * Writes parts of a document as JSON or in YAML's flow style, which is easier to read. Both parse to the same nodes.
 */
public final class NodeWriter {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);
    private static final String PLAIN = "[A-Za-z_](?:[A-Za-z0-9_ -]*[A-Za-z0-9_])?|[0-9]+[smhd]";
    private static final String SPECIAL = "(?i)true|false|null|yes|no|on|off|y|n";

    private NodeWriter() {}

    public static JsonNode of(Node node) {
        return switch (node) {
            case Node.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach((key, value) -> object.set(key, of(value)));
                yield object;
            }
            case Node.Sequence list -> {
                ArrayNode array = JSON.arrayNode();
                list.items().forEach(item -> array.add(of(item)));
                yield array;
            }
            case Node.Scalar scalar -> of(scalar);
        };
    }

    private static JsonNode of(Node.Scalar scalar) {
        return switch (scalar.type()) {
            case TEXT -> JSON.textNode(scalar.text());
            case NUMBER -> JSON.numberNode(new BigDecimal(scalar.text()));
            case BOOLEAN -> JSON.booleanNode(scalar.text().equals("true"));
            case NOTHING -> JSON.nullNode();
        };
    }

    /** Writes the node on one line, with quotes only where needed. */
    static String flow(Node node) {
        return switch (node) {
            case Node.Mapping mapping ->
                mapping.entries().entrySet().stream()
                        .map(each -> text(each.getKey()) + ": " + flow(each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Node.Sequence list ->
                list.items().stream().map(NodeWriter::flow).collect(Collectors.joining(", ", "[", "]"));
            case Node.Scalar scalar ->
                scalar.type() == Node.Type.TEXT
                        ? text(scalar.text())
                        : of(scalar).toString();
        };
    }

    static String text(String text) {
        return text.matches(PLAIN) && !text.matches(SPECIAL)
                ? text
                : JSON.textNode(text).toString();
    }
}
