package dev.cairn.plan.version;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.plan.document.DocumentParser;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.NodeWriter;
import dev.cairn.plan.document.PlanDiff;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.YamlEdit;
import dev.cairn.plan.model.Plan;
import dev.cairn.plan.parse.DefaultPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One site's goals and funnels as written in a plan's document, for editing them one by one. A change always goes into
 * the site's own block, so that it affects no other site.
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

    /** The sections whose definitions are edited one by one. */
    public static final List<String> SECTIONS = List.of("goals", "funnels");

    /**
     * One definition.
     *
     * @param origin where it is written
     * @param replaces whether it replaces a definition of a higher level, which applies again once this one is removed
     * @param body as written
     */
    public record Written(String id, Origin origin, boolean replaces, JsonNode body) {}

    private SitePlanEditor() {}

    /**
     * Returns the definitions of a section that apply to the site: the default plan's first, each replacement in the
     * position of the original.
     */
    public static List<Written> of(Plan plan, String site, String section) {
        Node document = DocumentParser.node(plan.source());
        Map<String, Written> all = new LinkedHashMap<>();
        if (at(document, "extends").equals(new Node.Scalar(Node.Type.TEXT, DefaultPlan.NAME))) {
            put(all, Origin.DEFAULT, at(DefaultPlan.document(), section));
        }
        put(all, Origin.PLAN, at(document, section));
        put(all, Origin.SITE, at(at(at(document, "sites"), site), section));
        return new ArrayList<>(all.values());
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
     * A change of one definition.
     *
     * @param section one of {@link #SECTIONS}
     * @param body the new definition; null removes the site's own definition
     */
    public record Change(
            String section, String id, @Nullable JsonNode body) {}

    /** Returns the plan's text with some of the site's definitions changed and everything else as written. */
    public static String changed(String source, String site, List<Change> changes) {
        String changed = source.startsWith("\uFEFF") ? source.substring(1) : source;
        for (Change each : changes) {
            JsonNode body = each.body();
            changed = YamlEdit.apply(
                    changed, List.of("sites", site, each.section(), each.id()), body == null ? null : node(body));
        }
        return changed;
    }

    private static Node node(JsonNode body) {
        Node node = DocumentParser.read("[" + body + "]", new PlanErrors());
        return node instanceof Node.Sequence list && !list.items().isEmpty()
                ? list.items().getFirst()
                : Node.NOTHING;
    }

    /** Returns the first location outside the site's block at which two documents differ (section 4). */
    public static Optional<String> differsOutside(String site, String before, String after) {
        return PlanDiff.outside(site, DocumentParser.node(before), DocumentParser.node(after));
    }
}
