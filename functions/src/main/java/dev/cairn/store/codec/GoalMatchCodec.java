package dev.cairn.store.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cairn.domain.event.GoalMatch;
import java.util.LinkedHashSet;
import java.util.Set;

/** The stored form of goal matches: {@code goal}, or {@code goal~2} if alternative 2 also depends on the visit. */
public final class GoalMatchCodec {
    private static final char CONDITION = '~';

    private GoalMatchCodec() {}

    public static JsonNode write(Set<GoalMatch> matches) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        matches.stream().map(GoalMatchCodec::text).sorted().forEach(array::add);
        return array;
    }

    public static Set<GoalMatch> read(JsonNode array) {
        Set<GoalMatch> matches = new LinkedHashSet<>();
        array.forEach(node -> matches.add(parse(node.asText())));
        return matches;
    }

    private static String text(GoalMatch match) {
        return match.isUnconditional() ? match.goal() : match.goal() + CONDITION + match.alternative();
    }

    private static GoalMatch parse(String text) {
        int condition = text.indexOf(CONDITION);
        return condition < 0
                ? GoalMatch.unconditional(text)
                : new GoalMatch(text.substring(0, condition), Integer.parseInt(text.substring(condition + 1)));
    }
}
