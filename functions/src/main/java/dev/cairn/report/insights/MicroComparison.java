package dev.cairn.report.insights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.MicroRanking.Direction;
import dev.cairn.domain.insight.RatioEstimate;
import dev.cairn.store.Json;
import java.util.List;
import java.util.Locale;

/**
 * How often new visitors with and without each micro goal later met a macro goal (N2, N3).
 *
 * @param window the number of days over which they were observed
 * @param isKnown whether the site's retention is long enough to observe them
 * @param ranked the micro goals with enough visitors for a ratio, the best first
 */
public record MicroComparison(String macro, int window, boolean isKnown, List<OfMicro> ranked) {
    /** Minimum retention in days for this comparison (N0.9). */
    public static final int RETENTION = MicroQuestion.RETENTION;

    /**
     * One micro goal.
     *
     * @param table over the visitors on the mature days
     * @param adjusted the odds ratio within equal activity
     */
    public record OfMicro(String micro, FourfoldTable table, RatioEstimate adjusted, Direction direction) {
        /** The share of visitors with the micro goal who later met the macro goal. */
        public double exposedRate() {
            return (double) table.n11() / table.exposed();
        }

        /** The share of the other visitors who later met the macro goal. */
        public double otherRate() {
            return (double) table.n01() / table.others();
        }

        /** The figures, under their names in the API. */
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

    /** At most {@code most} of the micro goals whose visitors met the macro goal more often. */
    public List<OfMicro> moreOften(int most) {
        return ranked.stream()
                .filter(each -> each.direction() == Direction.MORE)
                .limit(most)
                .toList();
    }
}
