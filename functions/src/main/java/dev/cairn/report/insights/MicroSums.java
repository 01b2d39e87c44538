package dev.cairn.report.insights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.domain.goal.GoalTier;
import dev.cairn.domain.goal.MicroKind;
import dev.cairn.domain.insight.AssistCounts;
import dev.cairn.domain.insight.FourfoldTable;
import dev.cairn.domain.insight.LaterConversionCounts;
import dev.cairn.domain.insight.MicroCounts;
import dev.cairn.domain.insight.MicroHint;
import dev.cairn.domain.insight.MicroRanking;
import dev.cairn.domain.insight.MicroRanking.Ranked;
import dev.cairn.domain.insight.RatioEstimate;
import dev.cairn.report.api.MoneyJson;
import dev.cairn.report.api.TableResponse;
import dev.cairn.store.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a whole range, from the summed counts of its days (N0.5).
 *
 * @param all the counts of all days
 * @param mature the counts of the days whose visitors have been observed for the whole window
 */
record MicroSums(MicroQuestion question, MicroCounts all, MicroCounts mature) {

    /** Returns one total for each micro goal that is visible or has figures, by rank, then by id. */
    List<TableResponse.Row> totals() {
        Map<String, Ranked> ranking = ranking();
        return micros().stream()
                .sorted(Comparator.<String>comparingInt(micro -> place(ranking.get(micro)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(micro -> new TableResponse.Row("", micro, () -> total(micro, ranking.get(micro))))
                .toList();
    }

    /** Returns the micro goals that have a rank, in rank order. */
    MicroComparison comparison() {
        List<MicroComparison.OfMicro> ranked = new ArrayList<>();
        ranking().entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getValue().rank()))
                .forEach(each -> {
                    RatioEstimate adjusted = adjusted(each.getKey());
                    if (adjusted != null) {
                        ranked.add(new MicroComparison.OfMicro(
                                each.getKey(),
                                table(each.getKey()),
                                adjusted,
                                each.getValue().direction()));
                    }
                });
        return new MicroComparison(question.macro(), question.window(), question.hasFollowUps(), ranked);
    }

    /** Micro goals without a rank come last. */
    private static int place(@Nullable Ranked ranked) {
        return ranked == null ? Integer.MAX_VALUE : ranked.rank();
    }

    private SortedSet<String> micros() {
        SortedSet<String> micros = question.period().site().definitions().shownGoals(GoalTier.MICRO);
        micros.addAll(all.assist().micros().keySet());
        micros.addAll(all.sufficiency().micros().keySet());
        micros.removeAll(question.period().site().definitions().hidden());
        return micros;
    }

    private Map<String, Ranked> ranking() {
        Map<String, RatioEstimate> adjusted = new TreeMap<>();
        for (String micro : micros()) {
            RatioEstimate estimate = adjusted(micro);
            if (estimate != null) {
                adjusted.put(micro, estimate);
            }
        }
        return MicroRanking.of(adjusted);
    }

    private FourfoldTable table(String micro) {
        return mature.association().table(micro, question.window());
    }

    /** Null if the ratios are hidden (N2.5), or if the strata yield none. */
    private @Nullable RatioEstimate adjusted(String micro) {
        return question.hasFollowUps() && table(micro).isEnough()
                ? FourfoldTable.mantelHaenszel(mature.association().tables(micro, question.window()))
                        .orElse(null)
                : null;
    }

    private ObjectNode total(String micro, @Nullable Ranked ranked) {
        MicroKind kind = question.kind(micro);
        ObjectNode total = Json.MAPPER.createObjectNode();
        total.put("micro", micro).put("kind", kind == null ? null : kind.word());
        total.set("assist", MicroFigures.assist(question.hasAssists() ? all.assist() : null, micro));
        total.set("association", association(micro));
        total.put("rank", ranked == null ? null : ranked.rank());
        total.set("shrunk_odds_ratio", ratio(ranked == null ? null : ranked.shrunk()));
        total.set("shrunk_interval", MicroFigures.interval(ranked == null ? null : ranked.shrunk()));
        total.put("direction", ranked == null ? null : ranked.direction().name().toLowerCase(Locale.ROOT));
        total.put("significant", ranked == null ? null : ranked.significant());
        total.set("measured", measured(micro, kind));
        return total;
    }

    private static JsonNode ratio(@Nullable RatioEstimate estimate) {
        return MicroFigures.number(estimate == null ? null : estimate.ratio());
    }

    private ObjectNode association(String micro) {
        FourfoldTable table = table(micro);
        boolean isShown = question.hasFollowUps() && table.isEnough();
        RatioEstimate plain = isShown ? table.oddsRatio() : null;
        RatioEstimate adjusted = adjusted(micro);
        ObjectNode association = MicroFigures.association(question.hasFollowUps() ? table : null);
        association.set("exposed_interval", MicroFigures.interval(table.n11(), table.exposed()));
        association.set("other_interval", MicroFigures.interval(table.n01(), table.others()));
        association.set("relative_rate", MicroFigures.number(isShown && table.n01() > 0 ? relativeRate(table) : null));
        association.set("odds_ratio", ratio(plain));
        association.set("interval", MicroFigures.interval(plain));
        association.set("p", MicroFigures.number(plain == null ? null : plain.p()));
        association.set("adjusted_odds_ratio", ratio(adjusted));
        association.set("adjusted_interval", MicroFigures.interval(adjusted));
        association.put("too_few", !isShown);
        return association;
    }

    private static double relativeRate(FourfoldTable table) {
        return ((double) table.n11() / table.exposed()) / ((double) table.n01() / table.others());
    }

    private ObjectNode measured(String micro, @Nullable MicroKind kind) {
        AssistCounts assist = question.hasAssists() ? all.assist() : AssistCounts.EMPTY;
        long assisted = assist.of(micro).assisted();
        LaterConversionCounts entries = mature.sufficiency().of(micro);
        long converted = entries.convertedWithin(question.window());
        FourfoldTable table = table(micro);
        ObjectNode measured = Json.MAPPER.createObjectNode();
        measured.set("necessity", MicroFigures.rate(assisted, assist.macros()));
        measured.set("necessity_interval", MicroFigures.interval(assisted, assist.macros()));
        measured.set("sufficiency", MicroFigures.rate(converted, entries.followed()));
        measured.set("sufficiency_interval", MicroFigures.interval(converted, entries.followed()));
        measured.set("cohort_share", MicroFigures.rate(table.exposed(), table.all()));
        MicroHint.Figures figures =
                new MicroHint.Figures(assist.macros(), assisted, table.all(), table.exposed(), adjusted(micro));
        measured.put("hint", MicroHint.of(kind, figures).map(MicroHint::word).orElse(null));
        return measured;
    }

    /** Returns the figures of the macro goal itself. */
    ObjectNode total() {
        boolean hasAssists = question.hasAssists();
        boolean hasFollowUps = question.hasFollowUps();
        LaterConversionCounts cohort = mature.association().cohort();
        ObjectNode total = Json.MAPPER.createObjectNode();
        total.put("macros", hasAssists ? all.assist().macros() : null);
        total.set("value", MoneyJson.json(hasAssists ? all.assist().value() : Map.of()));
        total.set(
                "macros_by_micros",
                MicroFigures.byMicros(hasAssists ? all.assist().byMicros() : Map.of()));
        total.put("cohort", hasFollowUps ? cohort.followed() : null);
        total.put("cohort_converted", hasFollowUps ? cohort.convertedWithin(question.window()) : null);
        total.put("days_mature", question.matureDays());
        total.put("days_pending", question.period().days().size() - question.matureDays());
        return total;
    }

    /** Whether a figure in a total is hidden because it would rest on too few visitors or conversions (N0.6, N2.5). */
    boolean hidesFigures() {
        return all.assist().macros() < MicroFigures.FEWEST
                || question.hasFollowUps()
                        && micros().stream().anyMatch(micro -> !table(micro).isEnough());
    }
}
