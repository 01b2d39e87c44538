package dev.cairn.plan.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes one entry of a plan's text and leaves every other line as written, including comments. The edited text is
 * parsed again and compared with the intended document. If the entry cannot be changed in place (for example because it
 * is an alias), the whole document is rewritten as JSON, which preserves the content but not the comments.
 */
public final class YamlEdit {
    private final int[] text;
    private final boolean json;

    private YamlEdit(String source) {
        this.text = source.codePoints().toArray();
        this.json = DocumentParser.isJson(source);
    }

    /**
     * @param path keys from the top down; missing mappings are created
     * @param value the new value; null removes the entry
     */
    public static String apply(String source, List<String> path, @Nullable Node value) {
        Node before = DocumentParser.node(source);
        Node wanted = with(before, path, value);
        if (wanted.equals(before)) {
            return source;
        }
        try {
            String edited = new YamlEdit(source).edited(path, value);
            PlanErrors faults = new PlanErrors();
            if (wanted.equals(DocumentParser.read(edited, faults)) && faults.isEmpty()) {
                return edited;
            }
        } catch (YAMLException | IndexOutOfBoundsException cannotBeChangedAlone) {
            // Falls through to rewriting the whole document.
        }
        return NodeWriter.of(wanted).toPrettyString();
    }

    /** Returns the intended document. */
    static Node with(Node node, List<String> path, @Nullable Node value) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof Node.Mapping mapping) {
            entries.putAll(mapping.entries());
        }
        String key = path.getFirst();
        if (path.size() > 1) {
            if (value != null || entries.get(key) instanceof Node.Mapping) {
                entries.put(key, with(entries.getOrDefault(key, Node.NOTHING), path.subList(1, path.size()), value));
            }
        } else if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
        return new Node.Mapping(entries);
    }

    private String edited(List<String> path, @Nullable Node value) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentParser.MAX_BYTES);
        org.yaml.snakeyaml.nodes.Node root = new Yaml(options).compose(new StringReader(string(0, text.length)));
        if (!(root instanceof MappingNode mapping)) {
            throw new YAMLException("not a mapping");
        }
        return edited(mapping, path, value);
    }

    private String edited(MappingNode mapping, List<String> path, @Nullable Node value) {
        NodeTuple entry = entry(mapping, path.getFirst());
        List<String> rest = path.subList(1, path.size());
        if (entry == null) {
            return inserted(mapping, path.getFirst(), nested(rest, value));
        }
        if (rest.isEmpty()) {
            return value == null ? removed(mapping, entry) : replaced(entry, value);
        }
        return entry.getValueNode() instanceof MappingNode below
                        && !below.getValue().isEmpty()
                ? edited(below, rest, value)
                : replaced(entry, nested(rest, value));
    }

    private static Node nested(List<String> path, @Nullable Node value) {
        if (value == null) {
            throw new YAMLException("nothing to remove");
        }
        Node nested = value;
        for (String key : path.reversed()) {
            nested = new Node.Mapping(Map.of(key, nested));
        }
        return nested;
    }

    static @Nullable NodeTuple entry(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(each -> each.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .findFirst()
                .orElse(null);
    }

    private String replaced(NodeTuple entry, Node value) {
        int colon = entry.getKeyNode().getEndMark().getIndex();
        while (text[colon] != ':') {
            colon++;
        }
        return string(0, colon + 1) + " " + written(value) + string(end(entry.getValueNode(), colon + 1), text.length);
    }

    private String inserted(MappingNode mapping, String key, Node value) {
        String added = key(key) + ": " + written(value);
        if (mapping.getValue().isEmpty()) {
            int brace = mapping.getStartMark().getIndex();
            return string(0, brace + 1) + added + string(brace + 1, text.length);
        }
        NodeTuple last = mapping.getValue().getLast();
        int end = end(last.getValueNode(), last.getKeyNode().getEndMark().getIndex() + 1);
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            return string(0, end) + ", " + added + string(end, text.length);
        }
        int lineEnd = lineEnd(end);
        String indent = " "
                .repeat(mapping.getValue()
                        .getFirst()
                        .getKeyNode()
                        .getStartMark()
                        .getColumn());
        return string(0, lineEnd) + "\n" + indent + added + string(lineEnd, text.length);
    }

    private String removed(MappingNode mapping, NodeTuple entry) {
        List<NodeTuple> entries = mapping.getValue();
        if (entries.size() == 1) {
            int end = end(entry.getValueNode(), entry.getKeyNode().getEndMark().getIndex() + 1);
            int start = mapping.getStartMark().getIndex();
            return mapping.getFlowStyle() == FlowStyle.FLOW
                    ? string(0, start) + "{}" + string(mapping.getEndMark().getIndex(), text.length)
                    : string(0, start) + "{}" + string(end, text.length);
        }
        int start = entry.getKeyNode().getStartMark().getIndex();
        int end = end(entry.getValueNode(), entry.getKeyNode().getEndMark().getIndex() + 1);
        if (mapping.getFlowStyle() != FlowStyle.FLOW) {
            int line = start - entry.getKeyNode().getStartMark().getColumn();
            return string(0, line) + string(Math.min(text.length, lineEnd(end) + 1), text.length);
        }
        int place = entries.indexOf(entry);
        return place == 0
                ? string(0, start)
                        + string(entries.get(1).getKeyNode().getStartMark().getIndex(), text.length)
                : string(0, end(entries.get(place - 1).getValueNode(), 0)) + string(end, text.length);
    }

    /**
     * Returns where the text of a value ends: the end mark of a block collection is after the comments that follow it.
     */
    static int end(org.yaml.snakeyaml.nodes.Node value, int otherwise) {
        if (value instanceof CollectionNode<?> collection && collection.getFlowStyle() != FlowStyle.FLOW) {
            List<org.yaml.snakeyaml.nodes.Node> parts = new ArrayList<>();
            if (value instanceof MappingNode mapping) {
                mapping.getValue().forEach(each -> parts.add(each.getValueNode()));
            } else if (value instanceof SequenceNode list) {
                parts.addAll(list.getValue());
            }
            return parts.isEmpty() ? otherwise : end(parts.getLast(), otherwise);
        }
        return Math.max(otherwise, value.getEndMark().getIndex());
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private String key(String key) {
        return json || !Suggestions.isId(key)
                ? NodeWriter.of(new Node.Scalar(Node.Type.TEXT, key)).toString()
                : key;
    }

    private String written(Node value) {
        return json ? NodeWriter.of(value).toString() : NodeWriter.flow(value);
    }

    private String string(int from, int to) {
        return new String(text, from, to - from);
    }
}
