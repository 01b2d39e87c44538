package dev.cairn.plan.parse;

import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Glob;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Scalars;
import dev.cairn.plan.document.Suggestions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code props} of a match (G1): for each property either a scalar that it must equal, or a mapping of
 * {@code in}, {@code gte}, {@code lte}, {@code exists} and {@code like} (globs, case-insensitive with
 * {@code fold_case}), all of which must hold.
 */
final class PropertyMatchParser {
    private static final Set<String> TESTS = Set.of("in", "gte", "lte", "exists", "like");
    private static final String FOLD_CASE = "fold_case";

    private PropertyMatchParser() {}

    static List<EventMatch> read(MappingReader match) {
        MappingReader props = MappingReader.openNames(match.node("props"), match.under("props"), match.faults());
        if (match.node("props") instanceof Node.Mapping && props.keys().isEmpty()) {
            match.fault("props", "is empty; name at least one property");
        }
        List<EventMatch> parts = new ArrayList<>();
        for (String key : props.keys()) {
            EventMatch part = property(key, props);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static @Nullable EventMatch property(String key, MappingReader props) {
        Node node = props.node(key);
        if (node instanceof Node.Scalar scalar) {
            return equalTo(key, props.under(key), scalar, props.faults());
        }
        if (node instanceof Node.Mapping) {
            Set<String> keys = new TreeSet<>(TESTS);
            keys.add(FOLD_CASE);
            return tests(key, props.block(key, keys));
        }
        props.fault(
                key,
                node == null
                        ? "must be a value to compare with, or a mapping of " + Suggestions.oneOf(TESTS)
                        : "is a list; to allow several values write {in: […]}");
        return null;
    }

    private static @Nullable EventMatch equalTo(String key, String path, Node.Scalar scalar, PlanErrors faults) {
        Object value = value(scalar, path, faults);
        return value == null ? null : new EventMatch.Prop(key, List.of(value), null, null, null, null);
    }

    private static EventMatch tests(String key, MappingReader tests) {
        if (tests.keys().stream().noneMatch(tests::has)) {
            tests.faults().add(tests.path(), "is empty; give at least one of " + Suggestions.oneOf(TESTS));
        }
        BigDecimal gte = tests.number("gte");
        BigDecimal lte = tests.number("lte");
        if (gte != null && lte != null && gte.compareTo(lte) > 0) {
            tests.fault("gte", "is larger than lte, so nothing can match");
        }
        return new EventMatch.Prop(key, allowed(tests), gte, lte, tests.truth("exists"), globs(tests));
    }

    private static @Nullable List<Object> allowed(MappingReader tests) {
        if (!tests.has("in")) {
            return null;
        }
        List<Node> items = tests.items("in");
        if (items.isEmpty() && tests.node("in") instanceof Node.Sequence) {
            tests.fault("in", "is empty, so nothing can match");
        }
        List<Object> allowed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Object value = value(items.get(i), Suggestions.item(tests.under("in"), i), tests.faults());
            if (value != null) {
                allowed.add(value);
            }
        }
        return List.copyOf(allowed);
    }

    private static @Nullable List<Glob> globs(MappingReader tests) {
        Boolean foldCase = tests.truth(FOLD_CASE);
        if (!tests.has("like")) {
            if (foldCase != null) {
                tests.fault(FOLD_CASE, "has no effect without like");
            }
            return null;
        }
        Function<String, Glob> glob = Boolean.TRUE.equals(foldCase) ? Glob::foldingCase : Glob::new;
        if (tests.node("like") instanceof Node.Scalar) {
            String text = tests.text("like");
            return text == null
                    ? List.of()
                    : List.of(glob(new MappingReader.Place(text, tests.under("like"), tests.faults()), glob));
        }
        List<Glob> globs = tests.texts("like", place -> glob(place, glob));
        if (tests.node("like") instanceof Node.Sequence list && list.items().isEmpty()) {
            tests.fault("like", "is empty, so nothing can match");
        }
        return globs;
    }

    private static Glob glob(MappingReader.Place place, Function<String, Glob> form) {
        PlanLimits.pattern(place.text(), place.path(), place.faults());
        return form.apply(place.text());
    }

    private static @Nullable Object value(Node node, String path, PlanErrors faults) {
        if (node instanceof Node.Scalar scalar && scalar.type() != Node.Type.NOTHING) {
            return switch (scalar.type()) {
                case BOOLEAN -> scalar.text().equals("true");
                case NUMBER -> Scalars.number(node, path, faults);
                default -> scalar.text();
            };
        }
        faults.add(path, "must be a string, a number, true or false, not " + node.described());
        return null;
    }
}
