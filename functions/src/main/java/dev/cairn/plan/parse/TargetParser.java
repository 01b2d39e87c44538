package dev.cairn.plan.parse;

import dev.cairn.plan.document.Suggestions;
import dev.cairn.plan.model.Target;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one target (N7). */
final class TargetParser {
    private static final Set<String> KEYS =
            Set.of("metric", "goal", "value", "change", "from", "to", "compare", "baseline", LabelParser.KEY);

    /** The metrics, and whether each is measured per goal. */
    private static final Map<String, Boolean> METRICS = new TreeMap<>(Map.of(
            "conversions", true,
            "converters", true,
            "value", true,
            "visitors", false,
            "visits", false,
            "page_views", false));

    private static final Map<String, String> COMPARISONS =
            Map.of("year_before", "year_before", "period_before", "period_before");
    private static final Pattern CHANGE = Pattern.compile("[+-][0-9]{1,6}(\\.[0-9]{1,4})?%");

    private TargetParser() {}

    /** Returns null and reports why if the target is invalid. */
    static @Nullable Target read(MappingReader.Named named) {
        int faultsBefore = named.faults().count();
        MappingReader block = named.open(KEYS);
        block.require("metric", Suggestions.oneOf(METRICS.keySet()));
        Boolean ofAGoal = block.word("metric", METRICS);
        checkGoal(block, ofAGoal);
        checkFigure(block);
        LocalDate from = date(block, "from");
        LocalDate to = date(block, "to");
        if (from != null && to != null && to.isBefore(from)) {
            block.fault("to", "is before from");
        }
        Target.Aim aim = aim(block);
        String metric = block.text("metric");
        String goal = block.text("goal");
        if (named.faults().count() > faultsBefore || metric == null || aim == null || from == null || to == null) {
            return null;
        }
        return new Target(named.id(), metric, goal, aim, from, to);
    }

    private static void checkGoal(MappingReader block, @Nullable Boolean ofAGoal) {
        if (Boolean.TRUE.equals(ofAGoal)) {
            block.require("goal", "the goal whose " + block.text("metric") + " are counted");
        }
        if (Boolean.FALSE.equals(ofAGoal) && block.has("goal")) {
            block.fault("goal", "the metric " + block.text("metric") + " belongs to the site, not to a goal");
        }
    }

    private static void checkFigure(MappingReader block) {
        if (block.has("value") == block.has("change")) {
            block.fault("value", "give either value (the figure to reach) or change (such as +18%)");
        }
        if (block.has("change") && block.has("compare") == block.has("baseline")) {
            block.fault("change", "needs either compare (" + Suggestions.oneOf(COMPARISONS.keySet()) + ") or baseline");
        }
        for (String key : new String[] {"compare", "baseline"}) {
            if (block.has(key) && !block.has("change")) {
                block.fault(key, "requires change, which is missing");
            }
        }
    }

    private static Target.@Nullable Aim aim(MappingReader block) {
        BigDecimal value = positive(block, "value");
        BigDecimal change = change(block);
        BigDecimal baseline = positive(block, "baseline");
        String period = block.word("compare", COMPARISONS);
        if (value != null) {
            return new Target.Value(value);
        }
        if (change == null) {
            return null;
        }
        return period != null
                ? new Target.ChangeAgainstPeriod(change, period)
                : baseline == null ? null : new Target.ChangeAgainstBaseline(change, baseline);
    }

    private static @Nullable BigDecimal positive(MappingReader block, String key) {
        BigDecimal number = block.number(key);
        if (number != null && number.signum() <= 0) {
            block.fault(key, "must be above 0");
        }
        return number;
    }

    private static @Nullable BigDecimal change(MappingReader block) {
        String change = block.text("change");
        if (change == null) {
            return null;
        }
        if (!CHANGE.matcher(change).matches()) {
            block.fault(
                    "change",
                    Suggestions.quoted(change) + " is not a change; write it with its sign, such as +18% or -5%");
            return null;
        }
        return new BigDecimal(change.substring(0, change.length() - 1)).movePointLeft(2);
    }

    private static @Nullable LocalDate date(MappingReader block, String key) {
        block.require(key, "a date such as 2026-10-01");
        String text = block.text(key);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException notADay) {
            block.fault(key, Suggestions.quoted(text) + " is not a date; write it as 2026-10-01");
            return null;
        }
    }
}
