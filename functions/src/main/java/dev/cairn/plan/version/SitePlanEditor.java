package dev.cairn.plan.version;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.NodeWriter;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.SiteDocument;
import dev.cairn.plan.document.YamlEdit;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.parse.DefaultPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site's definitions and settings as written in a plan's document, for editing them individually. A change always
 * goes into the site's own block, so it affects no other site.
 */
public final class SitePlanEditor {

    /** Where a definition is written; later constants take precedence over earlier ones. */
    public enum Origin {
        /** The default plan. */
        DEFAULT,
        /** The top level of the document, for every site. */
        PLAN,
        /** The site's own block. */
        SITE
    }

    /** The sections whose definitions are edited individually. */
    public static final List<String> SECTIONS = List.of("goals", "funnels", "targets", "audiences");

    private static final String SITES = "sites";

    /**
     * One definition.
     *
     * @param origin where it is written
     * @param replaces whether it replaces a definition from a higher level, which applies again once this one is
     *     removed
     * @param body as written
     */
    public record Written(String id, Origin origin, boolean replaces, JsonNode body) {}

    private SitePlanEditor() {}

    /**
     * Returns the definitions in a section that apply to the site: the default plan's first, and each replacement in
     * the position of the original.
     */
    public static List<Written> of(Plan plan, String site, String section) {
        Node document = DocumentParser.node(plan.source());
        Map<String, Written> all = new LinkedHashMap<>();
        if (at(document, "extends").equals(new Node.Scalar(Node.Type.TEXT, DefaultPlan.NAME))) {
            put(all, Origin.DEFAULT, at(DefaultPlan.document(), section));
        }
        put(all, Origin.PLAN, at(document, section));
        put(all, Origin.SITE, at(at(at(document, SITES), site), section));
        return new ArrayList<>(all.values());
    }

    /** Returns the other keys of the site's own block as written: its settings. */
    public static Map<String, JsonNode> settings(Plan plan, String site) {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        if (at(at(DocumentParser.node(plan.source()), SITES), site) instanceof Node.Mapping block) {
            block.entries().forEach((key, value) -> {
                if (!SECTIONS.contains(key)) {
                    settings.put(key, NodeWriter.of(value));
                }
            });
        }
        return settings;
    }

    /** Returns the plan's text with a block for a new site and everything else as written. */
    public static String added(String source, String site, JsonNode block) {
        return SiteDocument.added(source, site, node(block));
    }

    private static void put(Map<String, Written> all, Origin origin, Node section) {
        if (section instanceof Node.Mapping mapping) {
            mapping.entries()
                    .forEach((id, node) ->
                            all.put(id, new Written(id, origin, all.containsKey(id), NodeWriter.of(node))));
        }
    }

    private static Node at(Node node, String key) {
        return node instanceof Node.Mapping mapping ? mapping.entries().getOrDefault(key, Node.NOTHING) : Node.NOTHING;
    }

    /**
     * A change to one definition or setting.
     *
     * @param place its location in the site's block: a section and an id, or a setting's key
     * @param body the new definition or value; null to remove the site's own
     */
    public record Change(List<String> place, @Nullable JsonNode body) {

        /** A change to a definition; {@code section} is one of {@link #SECTIONS}. */
        public static Change ofDefinition(String section, String id, @Nullable JsonNode body) {
            return new Change(List.of(section, id), body);
        }

        public static Change ofSetting(String key, @Nullable JsonNode body) {
            return new Change(List.of(key), body);
        }
    }

    /** Returns the plan's text with these changes and everything else as written. */
    public static String changed(String source, String site, List<Change> changes) {
        String changed = source.startsWith("\uFEFF") ? source.substring(1) : source;
        for (Change each : changes) {
            JsonNode body = each.body();
            List<String> path =
                    Stream.concat(Stream.of(SITES, site), each.place().stream()).toList();
            changed = YamlEdit.apply(changed, path, body == null ? null : node(body));
        }
        return changed;
    }

    private static Node node(JsonNode body) {
        Node node = DocumentParser.read("[" + body + "]", new PlanErrors());
        return node instanceof Node.Sequence list && !list.items().isEmpty()
                ? list.items().getFirst()
                : Node.NOTHING;
    }
}
