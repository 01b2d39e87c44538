package dev.cairn.plan.parse;

import dev.cairn.domain.audience.Audience;
import dev.cairn.domain.funnel.Funnel;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Label;
import dev.cairn.plan.model.Labels;
import dev.cairn.plan.model.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of one level: the default plan, the plan, or one site. A lower level adds to the level above it and
 * replaces definitions with the same name. Goals are not parsed here, because the result depends on the site.
 */
record PlanLayer(
        Map<String, MappingReader.Named> goals,
        Map<String, Located<Funnel>> funnels,
        Map<String, Located<Target>> targets,
        Map<String, Located<Audience>> audiences,
        AlertsParser.Draft alerts,
        List<Reference> references,
        Labels labels) {

    static final Set<String> SECTIONS = Set.of("goals", "funnels", "targets", "audiences", "alerts");
    static final PlanLayer NONE =
            new PlanLayer(Map.of(), Map.of(), Map.of(), Map.of(), AlertsParser.Draft.NONE, List.of(), Labels.NONE);

    /** A definition and its location; the value is null if it is invalid. */
    record Located<T>(@Nullable T value, String path) {}

    /** A reference to a goal. */
    record Reference(String section, String id, String path, String goal) {}

    static PlanLayer read(MappingReader block) {
        List<Reference> references = new ArrayList<>();
        AlertsParser.note(block, references);
        Map<String, Label> goals = new LinkedHashMap<>();
        Map<String, Label> funnels = new LinkedHashMap<>();
        Map<String, Label> targets = new LinkedHashMap<>();
        Map<String, Label> audiences = new LinkedHashMap<>();
        return new PlanLayer(
                block.named("goals", named -> {
                    label(named, goals);
                    return named;
                }),
                block.named("funnels", named -> {
                    label(named, funnels);
                    noteSteps(named, references);
                    return new Located<>(FunnelParser.read(named), named.path());
                }),
                block.named("targets", named -> {
                    label(named, targets);
                    note("targets", named, "goal", references);
                    return new Located<>(TargetParser.read(named), named.path());
                }),
                block.named("audiences", named -> {
                    label(named, audiences);
                    note("audiences", named, "did", references);
                    note("audiences", named, "not", references);
                    return new Located<>(AudienceParser.read(named), named.path());
                }),
                AlertsParser.read(block),
                references,
                new Labels(goals, funnels, targets, audiences));
    }

    private static void label(MappingReader.Named named, Map<String, Label> into) {
        Label label = LabelParser.read(named);
        if (label != null) {
            into.put(named.id(), label);
        }
    }

    /** Returns this level's labels and those of the definitions that it inherits from the level above. */
    Labels labelsOver(PlanLayer base) {
        return new Labels(
                labels(base.labels.goals(), goals.keySet(), labels.goals()),
                labels(base.labels.funnels(), funnels.keySet(), labels.funnels()),
                labels(base.labels.targets(), targets.keySet(), labels.targets()),
                labels(base.labels.audiences(), audiences.keySet(), labels.audiences()));
    }

    private static Map<String, Label> labels(Map<String, Label> base, Set<String> replaced, Map<String, Label> own) {
        Map<String, Label> labels = new LinkedHashMap<>(base);
        labels.keySet().removeAll(replaced);
        labels.putAll(own);
        return java.util.Collections.unmodifiableMap(labels);
    }

    /** Returns this level merged over the one above it. */
    PlanLayer over(PlanLayer base) {
        List<Reference> all = new ArrayList<>(references);
        base.references.stream().filter(each -> !replaces(each)).forEach(all::add);
        return new PlanLayer(
                merged(base.goals, goals),
                merged(base.funnels, funnels),
                merged(base.targets, targets),
                merged(base.audiences, audiences),
                alerts.over(base.alerts),
                all,
                labelsOver(base));
    }

    /** Whether this level redefines the definition that contains the reference. */
    boolean replaces(Reference reference) {
        return switch (reference.section()) {
            case "funnels" -> funnels.containsKey(reference.id());
            case "targets" -> targets.containsKey(reference.id());
            case "alerts" -> alerts.alerts().watch().containsKey(reference.id());
            default -> audiences.containsKey(reference.id());
        };
    }

    /** Returns the valid definitions without their locations. */
    static <T> Map<String, T> values(Map<String, Located<T>> located) {
        Map<String, T> values = new LinkedHashMap<>();
        located.forEach((id, each) -> {
            if (each.value() != null) {
                values.put(id, each.value());
            }
        });
        return java.util.Collections.unmodifiableMap(values);
    }

    private static <T> Map<String, T> merged(Map<String, T> base, Map<String, T> own) {
        Map<String, T> merged = new LinkedHashMap<>(base);
        merged.putAll(own);
        return merged;
    }

    private static void noteSteps(MappingReader.Named named, List<Reference> references) {
        if (named.node() instanceof Node.Mapping funnel
                && funnel.entries().get("steps") instanceof Node.Sequence steps) {
            String path = Suggestions.under(named.path(), "steps");
            for (int i = 0; i < steps.items().size(); i++) {
                note("funnels", named.id(), steps.items().get(i), Suggestions.item(path, i), references);
            }
        }
    }

    private static void note(String section, MappingReader.Named named, String key, List<Reference> references) {
        if (named.node() instanceof Node.Mapping definition) {
            note(section, named.id(), definition.entries().get(key), Suggestions.under(named.path(), key), references);
        }
    }

    private static void note(String section, String id, @Nullable Node node, String path, List<Reference> references) {
        if (node instanceof Node.Scalar goal && goal.type() == Node.Type.TEXT) {
            references.add(new Reference(section, id, path, goal.text()));
        }
    }
}
