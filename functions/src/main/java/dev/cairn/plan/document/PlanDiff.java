package dev.cairn.plan.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the differences between two documents. The order of keys is ignored, the order of lists is not. */
public final class PlanDiff {
    private static final Node EMPTY = new Node.Mapping(Map.of());
    private static final int PATHS_BELOW = 3;

    private PlanDiff() {}

    /** How a part of a document differs. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * One difference.
     *
     * @param path the path of the largest part that was added or removed, or of the smallest that changed; at most four
     *     keys long
     */
    public record Difference(Kind kind, String path) {}

    /** Returns all differences in the order of the later document, with removed parts last. */
    public static List<Difference> all(Node before, Node after) {
        List<Difference> differences = new ArrayList<>();
        collect(before, after, "", 0, differences);
        return differences;
    }

    private static void collect(Node before, Node after, String path, int depth, List<Difference> differences) {
        if (before.equals(after)) {
            return;
        }
        if (depth > PATHS_BELOW || !(before instanceof Node.Mapping old) || !(after instanceof Node.Mapping now)) {
            differences.add(new Difference(Kind.CHANGED, path));
            return;
        }
        Set<String> keys = new LinkedHashSet<>(now.entries().keySet());
        keys.addAll(old.entries().keySet());
        for (String key : keys) {
            String below = Suggestions.under(path, key);
            Node then = old.entries().get(key);
            Node since = now.entries().get(key);
            // A section that appears or disappears is reported by its entries: sites.shop, not sites.
            if (depth == 0 && then == null && since instanceof Node.Mapping) {
                then = EMPTY;
            } else if (depth == 0 && since == null && then instanceof Node.Mapping) {
                since = EMPTY;
            }
            if (then != null && since != null) {
                collect(then, since, below, depth + 1, differences);
            } else {
                differences.add(new Difference(then == null ? Kind.ADDED : Kind.REMOVED, below));
            }
        }
    }

    /** Returns the path of the first difference outside {@code sites.<site>}. */
    public static Optional<String> outside(String site, Node before, Node after) {
        return first(before, after, "", Suggestions.under("sites", site));
    }

    private static Optional<String> first(Node before, Node after, String path, String allowed) {
        if (path.equals(allowed) || before.equals(after)) {
            return Optional.empty();
        }
        if (before instanceof Node.Mapping old && after instanceof Node.Mapping now) {
            Set<String> keys = new LinkedHashSet<>(now.entries().keySet());
            keys.addAll(old.entries().keySet());
            return keys.stream()
                    .flatMap(key -> {
                        // The site's block may be the first, so an absent section equals an empty one.
                        Node absent = path.isEmpty() && key.equals("sites") ? EMPTY : Node.NOTHING;
                        return first(
                                old.entries().getOrDefault(key, absent),
                                now.entries().getOrDefault(key, absent),
                                Suggestions.under(path, key),
                                allowed)
                                .stream();
                    })
                    .findFirst();
        }
        return Optional.of(path);
    }
}
