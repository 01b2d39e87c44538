package dev.cairn.plan.document;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * The part of a plan's document that a key of one site may see: the sections that apply to every site, and that site's
 * block. It contains nothing about other sites, not even comments. The site's block is as written, including comments,
 * if it can be cut out of the document.
 */
public final class SiteDocument {
    private static final String SITES = "sites";
    private static final String INDENT = "  ";

    private SiteDocument() {}

    /** Returns the document reduced to what applies to the site; without {@code sites} if the site has no block. */
    public static String of(String source, String site) {
        String text = withoutMark(source);
        Node wanted = reduced(DocumentParser.node(text), site);
        if (!DocumentParser.isJson(text)) {
            Optional<String> block = Block.in(text, site).map(found -> found.text(text));
            for (Optional<String> own : List.of(block, Optional.<String>empty())) {
                String yaml = yaml(wanted, own);
                if (reads(yaml, wanted)) {
                    return yaml;
                }
            }
        }
        return NodeWriter.of(wanted).toPrettyString();
    }

    /**
     * Returns the path of the first difference between {@code sent} and the current document outside the site's block.
     * Another site's block may be absent, since the sender cannot see it; if present, it must equal the current one.
     * For such a block, the path ends with its name, so that its content cannot be guessed key by key.
     */
    public static Optional<String> outside(String site, String inForce, String sent) {
        Node before = DocumentParser.node(inForce);
        Node after = DocumentParser.node(sent);
        Map<String, Node> known = entries(entries(before).get(SITES));
        return entries(entries(after).get(SITES)).entrySet().stream()
                .filter(each -> !each.getKey().equals(site) && !each.getValue().equals(known.get(each.getKey())))
                .map(each -> Suggestions.under(SITES, each.getKey()))
                .findFirst()
                .or(() -> PlanDiff.outside(site, reduced(before, site), reduced(after, site)));
    }

    /**
     * Returns the current document with the site's block from {@code sent} and every other line unchanged. If
     * {@code sent} has no such block, the site is removed.
     */
    public static String merged(String inForce, String site, String sent) {
        String text = withoutMark(inForce);
        String other = withoutMark(sent);
        List<String> path = List.of(SITES, site);
        Node block = entries(entries(DocumentParser.node(other)).get(SITES)).get(site);
        if (block != null && !DocumentParser.isJson(text) && !DocumentParser.isJson(other)) {
            Optional<String> spliced = Block.in(text, site)
                    .flatMap(old -> Block.in(other, site)
                            .flatMap(now -> now.indented(other, old).map(lines -> old.replacedBy(lines, text))));
            Node wanted = YamlEdit.with(DocumentParser.node(text), path, block);
            if (spliced.isPresent() && reads(spliced.get(), wanted)) {
                return spliced.get();
            }
        }
        return YamlEdit.apply(text, path, block);
    }

    /** Returns the document with a block for a new site and every existing line unchanged. */
    public static String added(String source, String site, Node block) {
        String text = withoutMark(source);
        Node before = DocumentParser.node(text);
        Map<String, Node> sites = entries(entries(before).get(SITES));
        Node wanted = YamlEdit.with(before, List.of(SITES, site), block);
        if (!DocumentParser.isJson(text)) {
            String[] ids = sites.keySet().toArray(String[]::new);
            Optional<String> lines = ids.length == 0
                    ? Optional.of(ended(text) + SITES + ":\n" + written(site, block, INDENT) + "\n")
                    : Block.in(text, ids[ids.length - 1])
                            .map(last -> last.followedBy(written(site, block, " ".repeat(last.column())), text));
            if (lines.isPresent() && reads(lines.get(), wanted)) {
                return lines.get();
            }
        }
        return YamlEdit.apply(text, List.of(SITES, site), block);
    }

    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String written(String site, Node block, String indent) {
        StringBuilder lines = new StringBuilder(indent + NodeWriter.text(site) + ":");
        entries(block)
                .forEach((key, value) -> lines.append('\n')
                        .append(indent)
                        .append(INDENT)
                        .append(NodeWriter.text(key))
                        .append(": ")
                        .append(NodeWriter.flow(value)));
        return lines.toString();
    }

    private static String withoutMark(String source) {
        return source.startsWith("\uFEFF") ? source.substring(1) : source;
    }

    private static Map<String, Node> entries(@Nullable Node node) {
        return node instanceof Node.Mapping mapping ? mapping.entries() : Map.of();
    }

    private static Node reduced(Node document, String site) {
        if (!(document instanceof Node.Mapping top)) {
            return document;
        }
        Map<String, Node> kept = new LinkedHashMap<>(top.entries());
        if (kept.get(SITES) instanceof Node.Mapping sites) {
            Node block = sites.entries().get(site);
            if (block == null) {
                kept.remove(SITES);
            } else {
                kept.put(SITES, new Node.Mapping(Map.of(site, block)));
            }
        }
        return new Node.Mapping(kept);
    }

    private static boolean reads(String text, Node wanted) {
        PlanErrors faults = new PlanErrors();
        return wanted.equals(DocumentParser.read(text, faults)) && faults.isEmpty();
    }

    /** @param block the lines of the site's block; empty to generate it */
    private static String yaml(Node document, Optional<String> block) {
        StringBuilder yaml = new StringBuilder();
        entries(document).forEach((key, value) -> {
            if (!(value instanceof Node.Mapping section) || section.entries().isEmpty()) {
                yaml.append(key).append(": ").append(NodeWriter.flow(value)).append('\n');
                return;
            }
            yaml.append(key).append(":\n");
            if (key.equals(SITES) && block.isPresent()) {
                yaml.append(block.get()).append('\n');
            } else {
                section.entries()
                        .forEach((id, definition) -> yaml.append(INDENT)
                                .append(NodeWriter.text(id))
                                .append(": ")
                                .append(NodeWriter.flow(definition))
                                .append('\n'));
            }
        });
        return yaml.toString();
    }

    /**
     * The lines of a site's block in a YAML document, from its key on.
     *
     * @param start the start of the key's line, in code points
     * @param end the end of the block's last line
     * @param column the column of the key
     */
    private record Block(int start, int end, int column) {

        /** Empty if the sites are not in block style or the text cannot be parsed. */
        static Optional<Block> in(String text, String site) {
            try {
                LoaderOptions options = new LoaderOptions();
                options.setCodePointLimit(DocumentParser.MAX_BYTES);
                if (new Yaml(options).compose(new StringReader(text)) instanceof MappingNode root
                        && value(root, SITES) instanceof MappingNode sites
                        && sites.getFlowStyle() != FlowStyle.FLOW) {
                    return Optional.ofNullable(YamlEdit.entry(sites, site)).map(found -> of(found, text));
                }
                return Optional.empty();
            } catch (YAMLException notReadable) {
                return Optional.empty();
            }
        }

        private static org.yaml.snakeyaml.nodes.@Nullable Node value(MappingNode mapping, String key) {
            NodeTuple entry = YamlEdit.entry(mapping, key);
            return entry == null ? null : entry.getValueNode();
        }

        private static Block of(NodeTuple entry, String source) {
            int[] text = source.codePoints().toArray();
            int key = entry.getKeyNode().getStartMark().getIndex();
            int column = entry.getKeyNode().getStartMark().getColumn();
            int end = YamlEdit.end(
                    entry.getValueNode(), entry.getKeyNode().getEndMark().getIndex() + 1);
            // A multi-line scalar ends after its line break, where something else begins.
            while (end > key && Character.isWhitespace(text[end - 1])) {
                end--;
            }
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            return new Block(key - column, end, column);
        }

        String text(String source) {
            return part(source, start, end);
        }

        /** Returns these lines indented like another block; empty if a line cannot be moved that far to the left. */
        Optional<String> indented(String source, Block like) {
            int right = like.column - column;
            StringBuilder moved = new StringBuilder();
            for (String line : text(source).split("\n", -1)) {
                if (!line.isBlank() && right < 0 && !line.startsWith(" ".repeat(-right))) {
                    return Optional.empty();
                }
                moved.append(moved.isEmpty() ? "" : "\n")
                        .append(line.isBlank() ? line : right < 0 ? line.substring(-right) : " ".repeat(right) + line);
            }
            return Optional.of(moved.toString());
        }

        String followedBy(String lines, String source) {
            return replacedBy(text(source) + "\n" + lines, source);
        }

        String replacedBy(String lines, String source) {
            return part(source, 0, start) + lines + part(source, end, source.codePointCount(0, source.length()));
        }

        private static String part(String source, int from, int to) {
            int begin = source.offsetByCodePoints(0, from);
            return source.substring(begin, source.offsetByCodePoints(begin, to - from));
        }
    }
}
