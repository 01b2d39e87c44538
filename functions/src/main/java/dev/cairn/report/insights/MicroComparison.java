package dev.cairn.report.insights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.MicroRanking.Direction;
import dev.cairn.domain.insight.RatioEstimate;
import dev.cairn.store.Json;
import java.util.List;
import java.util.Locale;

/**
 * How often new visitors with and without each micro goal met a macro goal later (N2, N3).
 *
 * @param window how many days they were followed
 * @param isKnown whether the site keeps its visitors for long enough to follow them
 * @param ranked the micro goals with enough visitors for a ratio, the best first
 */
public record MicroComparison(String macro, int window, boolean isKnown, List<OfMicro> ranked) {
    /** Fewest days of retention with which visitors can be followed (N0.9). */
    public static final int RETENTION = MicroQuestion.RETENTION;

    /**
     * One micro goal.
     *
     * @param table of the visitors of the mature days
     * @param adjusted the odds ratio within equal activity
     */
    public record OfMicro(String micro, FourfoldTable table, RatioEstimate adjusted, Direction direction) {
        /** The share of those with the micro goal that met the macro goal later. */
        public double exposedRate() {
            return (double) table.n11() / table.exposed();
        }

        /** The share of the others that met the macro goal later. */
        public double otherRate() {
            return (double) table.n01() / table.others();
        }

        /** The figures, under the names that the API has for them. */
        public ObjectNode json() {
            ObjectNode json = Json.MAPPER.createObjectNode().put("micro", micro);
            json.setAll(MicroFigures.association(table));
            RatioEstimate plain = table.oddsRatio();
            json.set("odds_ratio", MicroFigures.number(plain.ratio()));
            json.set("interval", MicroFigures.interval(plain));
            json.set("adjusted_odds_ratio", MicroFigures.number(adjusted.ratio()));
            json.set("adjusted_interval", MicroFigures.interval(adjusted));
            json.put("direction", direction.name().toLowerCase(Locale.ROOT));
            return json;
        }
    }

    /** At most {@code most}, of those whose visitors met the macro goal more often. */
    public List<OfMicro> moreOften(int most) {
        return ranked.stream()
                .filter(each -> each.direction() == Direction.MORE)
                .limit(most)
                .toList();
    }
}
