package dev.cairn.plan.parse;

import dev.cairn.domain.goal.EventMatch;
import dev.cairn.domain.goal.Glob;
import dev.cairn.domain.goal.Goal.Alternative;
import dev.cairn.domain.goal.VisitCondition;
import dev.cairn.plan.document.Node;
import dev.cairn.plan.document.PlanErrors;
import dev.cairn.plan.document.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a goal's {@code match} (G1, G2). Engagement keys are allowed at its top level or at the top level of a branch
 * of its {@code any}; under {@code not} or {@code all}, "met once per visit" would have no meaning. A {@code match}
 * whose {@code any} has such a branch becomes one alternative per branch; any other becomes a single alternative.
 */
final class MatchParser {
    private static final Set<String> STATIC_KEYS = Set.of("event", "url", "props", "key_page", "all", "any", "not");
    private static final Set<String> ALL_KEYS = union(STATIC_KEYS, VisitConditionParser.KEYS);

    private final List<EventMatch> keyPages;

    /** @param keyPages the globs that {@code key_page: true} stands for; if empty, it never matches */
    MatchParser(List<String> keyPages) {
        this.keyPages = keyPages.stream()
                .map(page -> (EventMatch) new EventMatch.Url(new Glob(page)))
                .toList();
    }

    /** Returns at least one alternative. Errors are reported; the result must not be used if there are any. */
    List<Alternative> read(@Nullable Node node, String path, PlanErrors faults) {
        MappingReader top = MappingReader.open(node, path, faults, ALL_KEYS);
        if (node instanceof Node.Mapping && top.keys().stream().noneMatch(top::has)) {
            faults.add(
                    path, "is empty and would match every event; give at least one of " + Suggestions.oneOf(ALL_KEYS));
        }
        @Nullable VisitCondition engagement = VisitConditionParser.read(top);
        if (top.items("any").stream().noneMatch(MatchParser::looksAtTheVisit)) {
            return List.of(new Alternative(all(parts(top, true)), engagement));
        }
        List<EventMatch> common = parts(top, false);
        List<Alternative> alternatives = new ArrayList<>();
        List<Node> branches = top.items("any");
        for (int i = 0; i < branches.size(); i++) {
            alternatives.add(
                    branch(branches.get(i), Suggestions.item(top.under("any"), i), common, engagement, faults));
        }
        return List.copyOf(alternatives);
    }

    private Alternative branch(
            Node node, String path, List<EventMatch> common, @Nullable VisitCondition engagement, PlanErrors faults) {
        MappingReader branch = MappingReader.open(node, path, faults, ALL_KEYS);
        List<EventMatch> parts = new ArrayList<>(common);
        parts.addAll(parts(branch, true));
        @Nullable VisitCondition own = VisitConditionParser.read(branch);
        if (own != null && engagement != null) {
            faults.add(path, "has engagement keys, and so does the enclosing match; put them in one place");
        }
        return new Alternative(all(parts), own == null ? engagement : own);
    }

    private static boolean looksAtTheVisit(Node branch) {
        return branch instanceof Node.Mapping mapping
                && mapping.entries().keySet().stream().anyMatch(VisitConditionParser.KEYS::contains);
    }

    private EventMatch nested(Node node, String path, PlanErrors faults) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().keySet().stream()
                    .filter(VisitConditionParser.KEYS::contains)
                    .forEach(key -> faults.add(
                            Suggestions.under(path, key),
                            "is allowed only at the top level of match or of a branch of its any"));
        }
        MappingReader block = MappingReader.open(node, path, faults, ALL_KEYS);
        if (!(node instanceof Node.Mapping) || block.keys().stream().noneMatch(block::has)) {
            faults.add(path, "must be a mapping with at least one of " + Suggestions.oneOf(STATIC_KEYS));
        }
        return all(parts(block, true));
    }

    private List<EventMatch> parts(MappingReader block, boolean withAny) {
        List<EventMatch> parts = new ArrayList<>();
        if (block.has("event")) {
            event(block, "event").ifPresent(parts::add);
        }
        if (block.has("url")) {
            url(block).ifPresent(parts::add);
        }
        parts.addAll(PropertyMatchParser.read(block));
        if (block.has("key_page")) {
            keyPage(block).ifPresent(parts::add);
        }
        if (block.has("all")) {
            parts.addAll(branches(block, "all"));
        }
        if (withAny && block.has("any")) {
            parts.add(new EventMatch.Any(branches(block, "any")));
        }
        if (block.has("not")) {
            parts.add(new EventMatch.Not(
                    nested(Objects.requireNonNull(block.node("not")), block.under("not"), block.faults())));
        }
        return parts;
    }

    private static Optional<EventMatch> event(MappingReader block, String key) {
        return Optional.ofNullable(block.text(key)).map(name -> {
            PlanLimits.pattern(name, block.under(key), block.faults());
            return new EventMatch.Event(new Glob(name));
        });
    }

    private static Optional<EventMatch> url(MappingReader block) {
        String glob = block.text("url");
        return glob == null
                ? Optional.empty()
                : Optional.ofNullable(urlGlob(new MappingReader.Place(glob, block.under("url"), block.faults())))
                        .map(text -> new EventMatch.Url(new Glob(text)));
    }

    private Optional<EventMatch> keyPage(MappingReader block) {
        Boolean wanted = block.truth("key_page");
        if (wanted == null) {
            return Optional.empty();
        }
        EventMatch any = new EventMatch.Any(keyPages);
        return Optional.of(wanted ? any : new EventMatch.Not(any));
    }

    private List<EventMatch> branches(MappingReader block, String key) {
        List<Node> items = block.items(key);
        if (items.isEmpty() && block.node(key) instanceof Node.Sequence) {
            block.fault(key, "is empty; give at least one branch");
        }
        List<EventMatch> branches = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            branches.add(nested(items.get(i), Suggestions.item(block.under(key), i), block.faults()));
        }
        return List.copyOf(branches);
    }

    /**
     * Normalizes a URL glob by converting its host to lower case. URLs are matched without scheme, query and fragment;
     * reports an error and returns null if the glob could therefore never match.
     */
    static @Nullable String urlGlob(MappingReader.Place place) {
        String glob = place.text();
        if (glob.contains("://")) {
            place.fault("is matched against host and path; leave the scheme out, or begin with / to match the path");
            return null;
        }
        if (glob.indexOf('?') >= 0 || glob.indexOf('#') >= 0) {
            place.fault("is matched against the URL without query and fragment; leave out everything from ? or # on");
            return null;
        }
        PlanLimits.pattern(glob, place.path(), place.faults());
        int slash = glob.indexOf('/');
        int hostEnd = slash < 0 ? glob.length() : slash;
        return glob.substring(0, hostEnd).toLowerCase(java.util.Locale.ROOT) + glob.substring(hostEnd);
    }

    private static EventMatch all(List<EventMatch> parts) {
        return switch (parts.size()) {
            case 0 -> new EventMatch.Always();
            case 1 -> parts.getFirst();
            default -> new EventMatch.All(List.copyOf(parts));
        };
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> union = new LinkedHashSet<>(some);
        union.addAll(others);
        return Set.copyOf(union);
    }
}
