package dev.cairn.plan.document;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the first difference between two documents. The order of keys is ignored, the order of lists is not. */
public final class PlanDiff {
    private PlanDiff() {}

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
                        // The site's block may be the first one, so an absent section equals an empty one.
                        Node absent = path.isEmpty() && key.equals("sites")
                                ? new Node.Mapping(java.util.Map.of())
                                : Node.NOTHING;
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
