package dev.cairn.plan.document;

import java.util.List;
import java.util.Map;

/** A parsed plan document, independent of its format (YAML or JSON). Equal documents have equal trees. */
public sealed interface Node {

    /** The syntactic type of a scalar. */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }

    record Mapping(Map<String, Node> entries) implements Node {}

    record Sequence(List<Node> items) implements Node {}

    /** @param text the string, the number as a decimal, {@code true}, {@code false} or {@code null} */
    record Scalar(Type type, String text) implements Node {}

    // No deadlock: this class is initialized first, and this line is all it runs.
    @SuppressWarnings("ClassInitializationDeadlock")
    Scalar NOTHING = new Scalar(Type.NOTHING, "null");

    /** Describes the node, for an error message. */
    default String described() {
        if (!(this instanceof Scalar scalar)) {
            return this instanceof Mapping ? "a mapping" : "a list";
        }
        return switch (scalar.type()) {
            case TEXT -> Suggestions.quoted(scalar.text());
            case NOTHING -> "null";
            case NUMBER, BOOLEAN -> Suggestions.shortened(scalar.text());
        };
    }
}
